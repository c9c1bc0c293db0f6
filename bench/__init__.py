"""Speed and size of hrapp, as ratios measured side by side in one run. `./run bench` prints them."""

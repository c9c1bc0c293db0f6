"""What `hrapp` can be told in a shell, one file per noun."""

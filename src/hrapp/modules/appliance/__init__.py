"""How the machine is, for whoever looks after it: what the appliance's own programs found and wrote down."""

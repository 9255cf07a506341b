"""What is made of the data: one module for each form, all from the same `Edition`."""

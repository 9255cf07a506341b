"""What is made from the data: one module for each form, all from the same `Edition`."""

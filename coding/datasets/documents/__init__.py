"""Documents that travel with the dataset files, made from the declarations and the files."""

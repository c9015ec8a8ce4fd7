"""The dataset files in the formats of statistics programs: Stata, Parquet, SPSS, Excel."""

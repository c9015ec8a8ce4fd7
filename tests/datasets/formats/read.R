# Prints what haven finds in a .dta or .sav file: Rscript read.R cells|labels FILE
arguments <- commandArgs(trailingOnly = TRUE)
file <- arguments[2]
data <- if (endsWith(file, ".dta")) haven::read_dta(file) else haven::read_sav(file)
invisible(Sys.setlocale("LC_CTYPE", "C.UTF-8"))

say <- function(...) writeLines(enc2utf8(paste(...)), useBytes = TRUE)

if (arguments[1] == "labels") {
  if (!is.null(attr(data, "label"))) say("title", attr(data, "label"))
  for (note in attr(data, "notes")) say("note", note)
  for (name in names(data)) {
    say(name, attr(data[[name]], "label"))
    labels <- attr(data[[name]], "labels")
    for (n in seq_along(labels)) say(name, labels[[n]], names(labels)[n])
  }
} else {
  cells <- lapply(data, function(column) {
    found <- unique(as.vector(column))
    text <- if (is.numeric(found)) format(found, digits = 15, trim = TRUE, scientific = FALSE,
      drop0trailing = TRUE) else found
    ifelse(is.na(found), "", text)[match(as.vector(column), found)]
  })
  writeLines(paste(names(data), collapse = ","))
  if (nrow(data)) writeLines(do.call(paste, c(unname(cells), sep = ",")))
}

# From R's sts objects to the table that Peil reads, and R's own alarms to compare with. It writes
# from-r.csv and from-r-alarms.csv where it is run: Rscript from-r.R

suppressPackageStartupMessages(library(surveillance))

to_csv <- function(x, file) {
  first <- start(x)
  monday <- as.Date(sprintf("%d-01-04", first[1]))
  monday <- monday - as.integer(format(monday, "%u")) + 1
  month <- as.Date(sprintf("%d-%02d-01", first[1], 1 + (first[2] - 1) * 12 %/% x@freq))
  date <- if (x@epochAsDate) epoch(x)
          else if (x@freq == 52) monday + 7 * (first[2] - 2 + seq_len(nrow(x)))
          else seq(month, by = paste(12 %/% x@freq, "months"), length.out = nrow(x))
  each <- lapply(seq_len(ncol(x)), function(j) data.frame(
    series = if (is.null(colnames(x))) j else colnames(x)[j], date = date,
    count = observed(x)[, j], population = population(x)[, j], events = as.integer(x@state[, j])))
  write.csv(do.call(rbind, each), file, row.names = FALSE, quote = FALSE, na = "")
}

# Nine years of made-up cases by week, with a season, a growing population and marked outbreaks.
set.seed(52)
n <- 470
week <- seq_len(n)
people <- round(5e5 * exp(0.0003 * week))
usual <- rnbinom(n, mu = 1.2e-5 * people * exp(0.5 * cos(2 * pi * week / 52.18)), size = 6)
state <- rep(0, n)
more <- rep(0, n)
for (begin in c(60, 150, 245, 300, 390, 431)) {
  lasts <- begin + 0:4
  state[lasts] <- 1
  more[lasts] <- rpois(5, c(6, 14, 18, 10, 5))
}

x <- sts(observed = matrix(usual + more, dimnames = list(NULL, "cases")), state = matrix(state),
         frequency = 52, start = c(2015, 2), population = matrix(people),
         epoch = as.numeric(as.Date("2015-01-05") + 7 * (week - 1)), epochAsDate = TRUE)
to_csv(x, "from-r.csv")

latest <- 367:470
flexible <- farringtonFlexible(x, list(
  range = latest, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26,
  thresholdMethod = "nbPlugin", alpha = 0.01, populationOffset = TRUE, verbose = FALSE))
ears <- earsC(x, list(range = latest, method = "C2", baseline = 7, alpha = 0.001))

write.csv(data.frame(
  date = epoch(x)[latest],
  flexible_upper = signif(as.numeric(flexible@upperbound), 13),
  flexible_alarm = as.integer(flexible@alarm),
  ears_upper = signif(as.numeric(ears@upperbound), 13), ears_alarm = as.integer(ears@alarm)
), "from-r-alarms.csv", row.names = FALSE, quote = FALSE)

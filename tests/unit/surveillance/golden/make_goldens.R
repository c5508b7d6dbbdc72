# Run the methods of R's package surveillance on series.csv: Rscript make_goldens.R
# settings.csv says which arguments each result has; there is one table of results a method.

suppressPackageStartupMessages(library(surveillance))
stopifnot(packageVersion("surveillance") == "1.24.1")

table <- read.csv("series.csv", na.strings = "")
settings <- list()
results <- list()

series <- function(name) {
  own <- table[table$series == name, ]
  dated <- !all(is.na(own$date))
  people <- if (all(is.na(own$population))) rep(1, nrow(own)) else own$population
  sts(observed = matrix(own$observed), frequency = own$frequency[1], start = c(2000, 1),
      epoch = if (dated) as.numeric(as.Date(own$date)) else seq_len(nrow(own)),
      epochAsDate = dated, population = matrix(people))
}

json <- function(value) {
  if (is.null(value)) return("null")
  if (is.list(value)) {
    return(paste0("{", paste0('"', names(value), '": ', sapply(value, json), collapse = ", "), "}"))
  }
  one <- if (is.character(value)) paste0('"', value, '"')
         else if (is.logical(value)) tolower(as.character(value))
         else format(value, digits = 15)
  if (length(value) == 1) one else paste0("[", paste(one, collapse = ", "), "]")
}

keep <- function(method, name, range, args, columns, note = "") {
  number <- sum(vapply(settings, function(s) s$method == method, TRUE)) + 1
  id <- sprintf("%s_%02d", method, number)
  settings[[id]] <<- list(setting = id, method = method, series = name, first = min(range),
                          last = max(range), note = note, args = json(args))
  rows <- data.frame(setting = id, row = range, lapply(columns, function(v) signif(v, 13)))
  results[[method]] <<- rbind(results[[method]], rows)
}

flexible <- function(name, range, ..., note = "") {
  args <- modifyList(list(b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, alpha = 0.05,
                          trend = TRUE, pThresholdTrend = 0.05, limit54 = c(5, 4),
                          powertrans = "2/3", populationOffset = FALSE, noPeriods = 1,
                          thresholdMethod = "delta"), list(...))
  if (is.null(args$pastWeeksNotIncluded)) args$pastWeeksNotIncluded <- args$w
  found <- suppressWarnings(farringtonFlexible(series(name),
    c(args, list(range = range, glmWarnings = FALSE, verbose = FALSE))))
  made <- found@control
  one <- function(value) as.numeric(value)[seq_along(range)]
  keep("farrington_flexible", name, range, args, note = note, list(
    upper = one(found@upperbound), alarm = one(found@alarm), score = one(made$score),
    p_value = one(made$pvalue), expected = one(made$expected), mu0 = one(made$mu0Vector),
    dispersion = one(made$phi), trend = one(made$trend), trend_coefficient = one(made$trendVector)))
}

original <- function(name, range, ..., offset = FALSE) {
  fit <- if (offset) "algo.farrington.fitGLM.populationOffset" else "algo.farrington.fitGLM.fast"
  args <- modifyList(list(b = 5, w = 3, reweight = TRUE, alpha = 0.05, trend = TRUE,
                          limit54 = c(5, 4), powertrans = "2/3"), list(...))
  found <- suppressWarnings(algo.farrington(sts2disProg(series(name)),
    c(args, list(range = range, fitFun = fit, verbose = FALSE, plot = FALSE))))
  keep("farrington", name, range, c(args, list(populationOffset = offset)), list(
    upper = found$upperbound, alarm = found$alarm, trend = found$trend,
    q = found$control$pd[, 1], expected = found$control$pd[, 2]))
}

aberration <- function(name, range, method, baseline = 7, minSigma = 0, alpha) {
  args <- list(method = method, baseline = baseline, minSigma = minSigma, alpha = alpha)
  found <- earsC(series(name), c(args, list(range = range)))
  keep("ears", name, range, args, list(
    upper = as.numeric(found@upperbound), alarm = as.numeric(found@alarm)))
}

windows <- function(method, name, range, ...) {
  args <- list(...)
  run <- if (method == "bayes") algo.bayes else algo.rki
  found <- suppressWarnings(run(sts2disProg(series(name)), c(args, list(range = range))))
  keep(method, name, range, args, list(upper = found$upperbound, alarm = found$alarm))
}

sums <- function(name, range, k = 1.04, h = 2.26, m = NULL, trans = "rossi", alpha = 0.1) {
  args <- list(k = k, h = h, trans = trans, alpha = alpha)
  found <- suppressWarnings(algo.cusum(sts2disProg(series(name)),
    c(args, list(range = range), if (!is.null(m)) list(m = m))))
  keep("cusum", name, range, c(args, list(m = if (is.null(m)) "mean" else m)), list(
    mean = rep_len(found$control$m, length(range)), cusum = found$cusum,
    upper = found$upperbound, alarm = found$alarm))
}

ratio <- function(name, range, c.ARL = 5, mu0 = NULL, alpha = 0, Mtilde = 1, M = -1,
                  change = "intercept", theta = NULL, dir = "inc", ret = "value") {
  args <- list(c.ARL = c.ARL, Mtilde = Mtilde, M = M, change = change, dir = dir, ret = ret)
  asked <- c(args, list(range = range), if (!is.null(theta)) list(theta = theta),
             if (!is.null(mu0)) list(mu0 = mu0))
  disProg <- sts2disProg(series(name))
  found <- if (identical(alpha, 0)) algo.glrpois(disProg, asked)
           else algo.glrnb(disProg, c(asked, if (!is.null(alpha)) list(alpha = alpha)))
  given <- if (is.numeric(mu0)) "given" else if (is.null(mu0)) "wave" else "refitted"
  used <- if (is.null(alpha)) found$control$alpha else alpha
  keep("glr", name, range, c(args, list(mean = given,
    theta = if (is.null(theta)) "best" else theta,
    alpha = if (is.null(alpha)) "estimated" else alpha, alpha_used = signif(used, 13))),
    list(mean = found$control$mu0, value = as.numeric(found$upperbound), alarm = found$alarm))
}

# The flexible Farrington method: each threshold on each kind of series.
for (way in c("delta", "nbPlugin", "muan")) {
  flexible("weekly", 290:320, b = 3, weightsThreshold = 1, thresholdMethod = way)
  flexible("weekly", 290:320, b = 3, w = 4, alpha = 0.01, noPeriods = 10, thresholdMethod = way)
  flexible("dated", 335:365, noPeriods = 10, thresholdMethod = way)
  flexible("dated", 340:352, weightsThreshold = 1, alpha = 0.01, thresholdMethod = way)
  flexible("dated", 400:420, alpha = 0.01, noPeriods = 10, pastWeeksNotIncluded = 26,
           thresholdMethod = way)
  flexible("steep", 340:352, noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = way)
  flexible("steep", 340:352, w = 2, weightsThreshold = 1, alpha = 0.01, trend = FALSE,
           noPeriods = 10, pastWeeksNotIncluded = 0, thresholdMethod = way)
  flexible("sparse", 270:290, b = 3, w = 2, alpha = 0.01, thresholdMethod = way)
  flexible("deaths", 400:412, populationOffset = TRUE, noPeriods = 10, thresholdMethod = way)
  flexible("monthly", 100:112, w = 1, thresholdMethod = way)
  flexible("monthly", 100:112, w = 1, alpha = 0.01, noPeriods = 10, thresholdMethod = way)
  flexible("quarterly", 25:48, w = 1, thresholdMethod = way)
  flexible("gaps", 325:345, noPeriods = 10, thresholdMethod = way)
}
# Then each setting by itself.
flexible("weekly", 290:300)
flexible("weekly", 300:310, w = 2, alpha = 0.01, powertrans = "none")
flexible("weekly", 290:300, w = 2, alpha = 0.01, powertrans = "1/2")
flexible("weekly", 290:310, w = 4, alpha = 0.01, trend = FALSE, noPeriods = 10)
flexible("weekly", 280:300, w = 4, reweight = FALSE, alpha = 0.01, noPeriods = 10)
flexible("weekly", 270:290, b = 3, pThresholdTrend = 1)
flexible("weekly", 270:290, b = 3, pThresholdTrend = 1, noPeriods = 10, thresholdMethod = "nbPlugin")
flexible("weekly", 285:305, b = 3, pastWeeksNotIncluded = 0)
flexible("weekly", 285:305, b = 3, pastWeeksNotIncluded = 26)
flexible("weekly", 115:135, b = 2, pThresholdTrend = 1, note = "two years have no trend")
flexible("weekly", 285:305, b = 3, limit54 = c(0, 4))
flexible("weekly", 285:305, b = 3, limit54 = c(12, 4), thresholdMethod = "nbPlugin")
flexible("sparse", 260:290, b = 3, reweight = FALSE, noPeriods = 10, thresholdMethod = "nbPlugin")
flexible("sparse", 270:290, b = 4, alpha = 0.01, noPeriods = 5)
flexible("dated", 340:350, trend = FALSE, powertrans = "none", noPeriods = 10, pastWeeksNotIncluded = 0)
flexible("dated", 340:350, alpha = 0.01, pThresholdTrend = 1, noPeriods = 10,
         pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin")
flexible("dated", 185:215, b = 3, w = 2, pThresholdTrend = 1)
flexible("dated", 264:272, note = "a window that begins before the series")
flexible("dated", 265:272, note = "a window that begins with the series")
flexible("steep", 400:412)
flexible("steep", 400:412, w = 4, alpha = 0.01, pThresholdTrend = 1, powertrans = "none")
flexible("steep", 400:412, pThresholdTrend = 1, noPeriods = 10, pastWeeksNotIncluded = 26)
flexible("steep", 400:412, noPeriods = 2, thresholdMethod = "nbPlugin")
flexible("deaths", 340:350, populationOffset = TRUE)
flexible("deaths", 340:350)
flexible("deaths", 340:350, pThresholdTrend = 1, noPeriods = 10, thresholdMethod = "nbPlugin")
flexible("gaps", 320:345, pThresholdTrend = 1, note = "the first reference value is missing")
flexible("monthly", 100:112, b = 3, w = 2, noPeriods = 4, thresholdMethod = "nbPlugin")
flexible("months", 100:112, w = 1)
flexible("months", 100:112, w = 1, pThresholdTrend = 1, noPeriods = 10, thresholdMethod = "nbPlugin")
flexible("quarterly", 30:48, b = 4, w = 1)
flexible("quarterly", 30:48, b = 4, w = 1, noPeriods = 2, thresholdMethod = "nbPlugin")
flexible("quarterly", 30:48, b = 4, w = 0, noPeriods = 4, thresholdMethod = "nbPlugin")
flexible("quarterly", 25:48, w = 1, pThresholdTrend = 1, noPeriods = 2, thresholdMethod = "nbPlugin")
flexible("thirteen", 58:78, b = 3, w = 1)
flexible("thirteen", 58:78, b = 3, w = 1, noPeriods = 6, thresholdMethod = "muan")
flexible("daily", 1148:1160, b = 2, w = 5, note = "over 29 February")
flexible("daily", 1148:1160, b = 2, w = 5, noPeriods = 10, pastWeeksNotIncluded = 26,
         thresholdMethod = "nbPlugin")
flexible("zeros", 295:320, note = "no event in 35 reference values")
flexible("zeros", 295:320, trend = FALSE, noPeriods = 10, thresholdMethod = "nbPlugin",
         note = "no event in the baseline: R's fit does not converge")
flexible("zeros", 295:320, limit54 = c(0, 4), noPeriods = 10)
flexible("zeros", 295:320, reweight = FALSE, limit54 = c(0, 4), thresholdMethod = "muan")
# And settings crossed at random.
set.seed(1)
for (i in 1:80) {
  one <- function(values) sample(values, 1)
  w <- sample(2:4, 1)
  flexible("dated", sample(290:415, 1) + 0:4, b = sample(3:5, 1), w = w, noPeriods = one(c(1, 5, 10)),
           trend = one(c(TRUE, FALSE)), weightsThreshold = one(c(1, 2.58)), alpha = one(c(0.01, 0.05)),
           thresholdMethod = one(c("delta", "nbPlugin", "muan")),
           pastWeeksNotIncluded = one(c(0, w, 26)), note = "crossed")
}

original("weekly", 290:312)
original("weekly", 280:302, b = 3, alpha = 0.01)
original("weekly", 280:302, b = 3, w = 2, alpha = 0.01, powertrans = "none")
original("weekly", 280:302, b = 3, w = 2, reweight = FALSE, powertrans = "1/2")
original("sparse", 260:290, b = 3)
original("dated", 330:360)
original("steep", 340:360, alpha = 0.01)
original("steep", 400:420, trend = FALSE)
original("monthly", 100:132, w = 1)
original("quarterly", 25:48, w = 1)
original("deaths", 390:410, offset = TRUE)
original("daily", 1148:1160, b = 3, w = 5)

for (name in c("weekly", "sparse", "steep")) {
  aberration(name, 140:160, "C1", alpha = 0.001)
  aberration(name, 140:160, "C2", alpha = 0.001)
  aberration(name, 140:160, "C3", alpha = 0.025)
}
aberration("dated", 195:225, "C1", baseline = 14, minSigma = 1, alpha = 0.01)
aberration("dated", 195:225, "C2", baseline = 14, minSigma = 1, alpha = 0.01)
aberration("dated", 195:225, "C3", baseline = 14, minSigma = 0.5, alpha = 0.05)
aberration("monthly", 12:40, "C3", baseline = 4, alpha = 0.025)

for (name in c("weekly", "sparse")) {
  windows("bayes", name, 130:170, b = 0, w = 6, actY = TRUE, alpha = 0.05)
  windows("bayes", name, 130:170, b = 1, w = 6, actY = TRUE, alpha = 0.05)
  windows("bayes", name, 130:170, b = 2, w = 4, actY = FALSE, alpha = 0.01)
}
windows("bayes", "monthly", 40:80, b = 2, w = 1, actY = TRUE, alpha = 0.05)
for (name in c("weekly", "steep")) {
  windows("rki", name, 130:170, b = 0, w = 6, actY = TRUE)
  windows("rki", name, 130:170, b = 1, w = 6, actY = TRUE)
  windows("rki", name, 130:170, b = 2, w = 4, actY = FALSE)
}
windows("rki", "dated", 180:230, b = 2, w = 4, actY = FALSE)

for (trans in c("rossi", "standard", "anscombe", "anscombe2nd", "pearsonNegBin", "none")) {
  sums("weekly", 260:290, trans = trans)
  sums("weekly", 260:300, k = 0.5, h = 4, m = "glm", trans = trans)
}
sums("weekly", 260:290, trans = "anscombeNegBin")
sums("dated", 313:350, m = "glm")
sums("sparse", 157:200, m = 2, trans = "anscombe")

for (dir in c("inc", "dec")) {
  ratio("weekly", 255:310, dir = dir)
  ratio("weekly", 255:310, M = 10, dir = dir)
  ratio("weekly", 255:310, c.ARL = 3, Mtilde = 3, M = 12, dir = dir)
  ratio("weekly", 255:310, c.ARL = 3, Mtilde = 4, dir = dir)
  ratio("weekly", 255:310, M = 20, ret = "cases", dir = dir)
  ratio("sparse", 157:200, c.ARL = 4, dir = dir)
  ratio("weekly", 255:310, alpha = NULL, dir = dir)
  ratio("weekly", 255:310, c.ARL = 4, alpha = 0.2, M = 10, dir = dir)
  ratio("sparse", 157:200, c.ARL = 3, alpha = 0.3, Mtilde = 3, M = 15, dir = dir)
  ratio("dated", 330:360, alpha = NULL, M = 26, dir = dir)
  ratio("dated", 320:370, c.ARL = 4, alpha = 0.3, mu0 = list(S = 1, trend = FALSE, refit = TRUE),
        M = 20, dir = dir)
}
ratio("weekly", 262:285, alpha = 0.2, M = 10, ret = "cases")
for (theta in c(log(1.5), log(2), log(0.5))) {
  for (alpha in c(0, 0.2)) {
    for (ret in c("value", "cases")) {
      ratio("weekly", 262:292, c.ARL = 3, alpha = alpha, theta = theta, ret = ret)
    }
  }
}
ratio("weekly", 262:292, change = "epi")
ratio("weekly", 262:292, alpha = 0.2, change = "epi")
ratio("dated", 330:360, alpha = 0.3, M = 20, change = "epi")
ratio("dated", 330:360, mu0 = 6 + 3 * cos(2 * pi * (330:360) / 52))

write.csv(do.call(rbind, lapply(settings, as.data.frame)), "settings.csv", row.names = FALSE)
for (method in names(results)) {
  write.csv(results[[method]], paste0(method, ".csv"), row.names = FALSE, quote = FALSE)
}

# Figures that R gives for series.csv and panel.csv: Rscript make_goldens.R, in this folder.
library(MASS)

number <- function(x) sprintf("%.13g", x)

write_table <- function(rows, file) {
  write.csv(do.call(rbind, lapply(rows, as.data.frame)), file, row.names = FALSE, quote = FALSE, na = "")
}

# Interrupted series: glm and glm.nb, with the term of each model written out.
models <- read.csv("models.csv", stringsAsFactors = FALSE)
series <- read.csv("series.csv", stringsAsFactors = FALSE)

# Newey and West (1987): products of the scores up to some lags apart, with falling weights.
robust <- function(x, y, mean, lags, bread) {
  score <- x * (y - mean)
  meat <- crossprod(score)
  for (lag in seq_len(lags)) {
    far <- nrow(score) - lag
    product <- crossprod(score[lag + seq_len(far), ], score[seq_len(far), ])
    meat <- meat + (1 - lag / (lags + 1)) * (product + t(product))
  }
  bread %*% meat %*% bread
}

one_model <- function(m) {
  rows <- series[series$series == m$series, ]
  month <- as.Date(paste0(rows$month, "-01"))
  n <- nrow(rows)
  time <- (seq_len(n) - which(rows$month == m$begins)) / 12
  terms <- data.frame(step = as.numeric(time >= 0))
  if (m$slope) terms$slope <- ifelse(time >= 0, time, 0)
  if (m$trend) terms$trend <- time
  for (k in seq_len(m$harmonics)) {
    terms[[paste0("sin", k)]] <- sin(2 * pi * k * time)
    terms[[paste0("cos", k)]] <- cos(2 * pi * k * time)
  }
  if (nzchar(m$another_count)) terms$another <- as.numeric(rows$month >= m$another_count)
  data <- cbind(count = rows$count, terms, far = log(rows$exposure))
  formula <- reformulate(c(names(terms), "offset(far)"), "count")
  control <- glm.control(epsilon = 1e-12, maxit = 100)
  fit <- if (m$family == "negative_binomial") {
    glm.nb(formula, data, control = control)
  } else {
    glm(formula, if (m$family == "poisson") poisson else quasipoisson, data, control = control)
  }
  v <- vcov(fit)
  if (!is.na(m$lags)) v <- robust(model.matrix(fit), data$count, fitted(fit), m$lags, v)
  effects <- intersect(c("step", "slope"), names(terms))
  after <- time >= 0
  weight <- colMeans(as.matrix(terms[after, effects, drop = FALSE]))
  reach <- qnorm((1 + m$level) / 2)
  ends <- function(name, sign) exp(coef(fit)[name] + sign * reach * sqrt(v[name, name]))
  list(
    model = m$model,
    step = number(exp(coef(fit)["step"])), low = number(ends("step", -1)), high = number(ends("step", 1)),
    slope = if (m$slope) number(exp(coef(fit)["slope"])) else "",
    slope_low = if (m$slope) number(ends("slope", -1)) else "",
    slope_high = if (m$slope) number(ends("slope", 1)) else "",
    mean_effect = number(exp(sum(weight * coef(fit)[effects]))),
    variance = number(drop(weight %*% v[effects, effects] %*% weight)),
    dispersion = number(if (m$family == "negative_binomial") 1 / fit$theta else summary(fit)$dispersion),
    autocorrelation = number(acf(residuals(fit, "pearson"), 1, demean = FALSE, plot = FALSE)$acf[2]),
    terms = length(coef(fit)), periods = n
  )
}
write_table(lapply(seq_len(nrow(models)), function(i) one_model(models[i, ])), "interrupted.csv")

# Synthetic control without predictors. What is best has some set of donors with weight; within one set it
# has a closed form. So every set is tried, which is exact and shares no step with a search.
panel <- read.csv("panel.csv", check.names = FALSE, stringsAsFactors = FALSE)
years <- as.integer(names(panel)[-(1:5)])
outcome <- as.matrix(panel[, -(1:5)])
rownames(outcome) <- panel$region
before <- years < 1994

sets <- function(n) lapply(seq_len(2^n - 1), function(k) which(bitwAnd(k, 2^(seq_len(n) - 1)) > 0))

gram_of <- function(unit, donors) {
  apart <- sweep(outcome[donors, before, drop = FALSE], 2, outcome[unit, before])
  tcrossprod(apart) / sum(before)
}

nearest <- function(unit, donors) {
  gram <- gram_of(unit, donors)
  best <- list(error = Inf)
  for (set in sets(length(donors))) {
    w <- solve(gram[set, set], rep(1, length(set)))
    w <- w / sum(w)
    error <- drop(w %*% gram[set, set] %*% w)
    if (all(w >= 0) && error < best$error) best <- list(error = error, set = set, weights = w)
  }
  weights <- setNames(rep(0, length(donors)), donors)
  weights[best$set] <- best$weights
  list(weights = weights, error = best$error, gap = outcome[unit, ] - drop(weights %*% outcome[donors, ]))
}

# The least of a linear function over all weights whose error is at most a limit.
least <- function(value, gram, limit) {
  found <- Inf
  for (set in all_sets) {
    if (length(set) == 1) {
      if (gram[set, set] <= limit) found <- min(found, value[set])
      next
    }
    inverse <- solve(gram[set, set])
    one <- rowSums(inverse)
    centre <- one / sum(one)
    way <- drop(inverse %*% value[set]) - sum(one * value[set]) * centre
    room <- limit - drop(centre %*% gram[set, set] %*% centre)
    if (room < 0) next
    w <- centre - way * sqrt(room / drop(way %*% gram[set, set] %*% way))
    if (all(w >= 0)) found <- min(found, sum(w * value[set]))
  }
  found
}

own <- panel$region[1]
donors <- panel$region[-1]
all_sets <- sets(length(donors))
fit <- nearest(own, donors)
placebos <- lapply(donors, function(d) nearest(d, setdiff(donors, d)))
without <- lapply(donors, function(d) if (fit$weights[d] > 0) nearest(own, setdiff(donors, d)))
ratio <- function(f) mean(f$gap[!before]^2) / mean(f$gap[before]^2)
write_table(lapply(seq_along(donors), function(i) list(
  donor = donors[i], weight = number(fit$weights[i]),
  placebo_mspe = number(placebos[[i]]$error), placebo_gap = number(mean(placebos[[i]]$gap[!before])),
  placebo_ratio = number(ratio(placebos[[i]])),
  without_mspe = if (is.null(without[[i]])) "" else number(without[[i]]$error),
  without_gap = if (is.null(without[[i]])) "" else number(mean(without[[i]]$gap[!before]))
)), "donors.csv")

gram <- gram_of(own, donors)
apart <- sweep(-outcome[donors, ], 2, -outcome[own, ])
bands <- lapply(c(1.25, 2, 4), function(factor) {
  limit <- factor * fit$error
  every <- cbind(apart, mean = rowMeans(apart[, !before]))
  lapply(colnames(every), function(name) list(
    factor = factor, year = name,
    low = number(least(every[, name], gram, limit)), high = number(-least(-every[, name], gram, limit))
  ))
})
write_table(unlist(bands, recursive = FALSE), "band.csv")
write_table(list(list(
  mspe = number(fit$error), mean_gap = number(mean(fit$gap[!before])), ratio = number(ratio(fit))
)), "control.csv")

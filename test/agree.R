# SPDX-License-Identifier: AGPL-3.0-or-later
# agree.R: counts again, with R's own functions, what Cairn says in its reports.
#
#   Rscript agree.R participation.csv table.csv units.csv trials.csv
#
# The four files are what these addresses give: /reports/participation.csv, /reports/table.csv with all columns,
# /reports/trials/units.csv and /reports/trials.csv. One line for each number: its name, a tab, the number.
# src/app/agree_r_test.c compares them with what the JSON of the same reports says.

say <- function(name, value)
  cat(name, "\t", if (length(value) == 0 || is.na(value)) "NA" else format(value, digits = 17), "\n", sep = "")

describe <- function(name, v) {
  v <- v[!is.na(v)]
  some <- length(v) > 0
  say(paste(name, "n"), length(v))
  say(paste(name, "mean"), if (some) mean(v))
  say(paste(name, "sd"), if (length(v) > 1) sd(v))
  say(paste(name, "median"), if (some) median(v))
  say(paste(name, "min"), if (some) min(v))
  say(paste(name, "max"), if (some) max(v))
}

# How often one of a is above one of b, a tie counting half: the statistic of Wilcoxon's test over all pairs.
auc <- function(a, b)
  if (length(a) > 0 && length(b) > 0)
    suppressWarnings(wilcox.test(a, b, exact = FALSE)$statistic[[1]]) / (length(a) * length(b))

participation <- function(file) {
  t <- read.csv(file, colClasses = c(perceived_engagement = "character"), na.strings = character(0))
  parts <- list(summary = rep(TRUE, nrow(t)), active = t$perceived_engagement == "Active",
                less_active = t$perceived_engagement == "Less active")
  for (name in names(parts)) {
    v <- t$page_views[parts[[name]]]
    describe(name, v)
    say(paste(name, "zero"), sum(v == 0))
    say(paste(name, "above_90"), sum(v > 90))
  }
  say("pairs_ordered", auc(t$page_views[parts$active], t$page_views[parts$less_active]))
}

table_of <- function(file) {
  t <- read.csv(file, colClasses = c(perceived_engagement = "character"), na.strings = "")
  said <- ifelse(t$perceived_engagement %in% c("Active", "Less active"), t$perceived_engagement, "Not asked")
  for (m in setdiff(names(t), c("participant", "gender", "subject", "year", "perceived_engagement")))
    for (part in c("All", "Active", "Less active", "Not asked"))
      describe(paste(m, part), as.numeric(t[[m]])[part == "All" | said == part])
}

# ---- SplitMix64 in four digits of 16 bits, the lowest first: so the draws are those of the program ----

add64 <- function(a, b) {
  carry <- 0
  for (i in 1:4) {
    s <- a[[i]] + b[[i]] + carry
    carry <- s %/% 65536
    a[[i]] <- s %% 65536
  }
  a
}
times64 <- function(a, b) {
  out <- list(0, 0, 0, 0)
  for (i in 1:4) for (k in 1:(5 - i)) {
    p <- a[[i]] * b[[k]]
    part <- list(0, 0, 0, 0)
    part[[i + k - 1]] <- p %% 65536
    if (i + k <= 4) part[[i + k]] <- p %/% 65536
    out <- add64(out, part)
  }
  out
}
xor64 <- function(a, b) Map(function(x, y) as.numeric(bitwXor(x, y)), a, b)
right64 <- function(a, by) {
  whole <- by %/% 16
  a <- c(a[seq_len(4 - whole) + whole], rep(list(0 * a[[1]]), whole))
  part <- 2^(by %% 16)
  lapply(1:4, function(i) a[[i]] %/% part + if (i < 4) (a[[i + 1]] %% part) * (65536 / part) else 0)
}
hex64 <- function(h) lapply(c(13, 9, 5, 1), function(at) as.numeric(strtoi(substr(h, at, at + 3), 16)))

draws <- function(n, seed) {
  z <- add64(times64(hex64("9e3779b97f4a7c15"), lapply(list(1:n, 0, 0, 0), as.numeric)), list(seed, 0, 0, 0))
  z <- times64(xor64(z, right64(z, 30)), hex64("bf58476d1ce4e5b9"))
  z <- times64(xor64(z, right64(z, 27)), hex64("94d049bb133111eb"))
  xor64(z, right64(z, 31))
}

# ---- the test of a trial ----

bits <- draws(19999, 1)

# One row for each arrangement, one column for each pair: whether it is turned round. The first is what was seen.
arrangements <- function(pairs) {
  if (pairs <= 14)
    return(sapply(seq_len(pairs), function(k) ((seq_len(2^pairs) - 1) %/% 2^(k - 1)) %% 2 == 1))
  stopifnot(pairs <= 64)
  rbind(FALSE, sapply(seq_len(pairs), function(k) (bits[[(k - 1) %/% 16 + 1]] %/% 2^((k - 1) %% 16)) %% 2 == 1))
}

# Of each arrangement the difference of the arms, of the values and of having been on.
differences <- function(u) {
  on <- u$arm == "on"
  with <- t(t(arrangements(max(u$pair))[, u$pair, drop = FALSE]) != on)
  arms <- with / rowSums(with) - (!with) / rowSums(!with)
  list(value = as.vector(arms %*% u$value), on = as.vector(arms %*% on))
}

# How many differ as much as what was seen, had each group that is on got shift more than it would have.
share <- function(all, shift, slack) {
  d <- abs(all$value - shift * all$on)
  mean(d >= d[1] - slack)
}

trial <- function(name, u, says) {
  all <- differences(u)
  slack <- 1e-9 * max(abs(u$value))
  step <- 1e-7 * max(1, abs(u$value))
  mean_of <- tapply(u$value, u$arm, mean)
  say(paste(name, "on"), mean_of[["on"]])
  say(paste(name, "off"), mean_of[["off"]])
  say(paste(name, "difference"), mean_of[["on"]] - mean_of[["off"]])
  say(paste(name, "people on"), sum(u$people[u$arm == "on"]))
  say(paste(name, "people off"), sum(u$people[u$arm == "off"]))
  say(paste(name, "p"), share(all, 0, slack))
  say(paste(name, "arrangements"), length(all$value))
  # An end of the interval is one when the test refuses what is a step outside of it, and not the end itself.
  for (end in c("low", "high")) {
    at <- says[[end]]
    is_end <- !is.na(at) && share(all, at, step) > 0.05 &&
      share(all, at + (if (end == "low") -1 else 1) * 3 * step, slack) <= 0.05
    say(paste(name, end), if (is_end) at)
  }
}

trials <- function(units, all) {
  u <- read.csv(units)
  a <- read.csv(all)
  measures <- unique(a$measure)
  for (i in seq_len(nrow(a))) {
    nth <- (i - 1) %/% length(measures) + 1
    rows <- u[u$trial == nth & u$measure == a$measure[i], ]
    if (length(unique(rows$arm)) == 2)
      trial(paste("trial", nth, a$measure[i]), rows, a[i, ])
  }
}

file <- commandArgs(trailingOnly = TRUE)
participation(file[1])
table_of(file[2])
trials(file[3], file[4])

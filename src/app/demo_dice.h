/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Dice that fall the same way each time, so that the demonstration is the same each time. Not for
   secrets. Names: demo_dice_ */
#ifndef APP_DEMO_DICE_H
#define APP_DEMO_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct demo_dice {
	uint64_t state; /* where it starts is what it will throw */
};

/* 0 to n - 1; n is at least 1. */
int64_t demo_dice_below(struct demo_dice *d, int64_t n);
/* low to high, both included. */
int64_t demo_dice_between(struct demo_dice *d, int64_t low, int64_t high);
/* 0 to n - 1, small numbers more often. */
int64_t demo_dice_small(struct demo_dice *d, int64_t n);
bool demo_dice_percent(struct demo_dice *d, int64_t percent);
/* The index of one of n weights, which are not all zero. */
int64_t demo_dice_weighted(struct demo_dice *d, const int *weight, int64_t n);

#endif

/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_dice.h"

#include <assert.h>

/* SplitMix64 (source: Steele, Lea and Flood, 2014). */
static uint64_t throw_once(struct demo_dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

int64_t demo_dice_below(struct demo_dice *d, int64_t n)
{
	assert(n > 0);
	return (int64_t)(throw_once(d) % (uint64_t)n);
}

int64_t demo_dice_between(struct demo_dice *d, int64_t low, int64_t high)
{
	return low + demo_dice_below(d, high - low + 1);
}

int64_t demo_dice_small(struct demo_dice *d, int64_t n)
{
	int64_t most = demo_dice_below(d, n) + 1;

	return demo_dice_below(d, most);
}

bool demo_dice_percent(struct demo_dice *d, int64_t percent)
{
	return demo_dice_below(d, 100) < percent;
}

int64_t demo_dice_weighted(struct demo_dice *d, const int *weight, int64_t n)
{
	int64_t total = 0, i = 0;

	for (int64_t k = 0; k < n; k++)
		total += weight[k];
	for (int64_t at = demo_dice_below(d, total); i < n - 1 && at >= weight[i]; i++)
		at -= weight[i];
	return i;
}

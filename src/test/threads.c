/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/threads.h"

#include <pthread.h>
#include <stdatomic.h>

static atomic_int started;

/* The linker (--wrap=pthread_create, src/meson.build) leads each call here, and gives the name of
   the true one. */
int __real_pthread_create(
	pthread_t *id, const pthread_attr_t *how, void *(*run)(void *), void *arg);
int __wrap_pthread_create(
	pthread_t *id, const pthread_attr_t *how, void *(*run)(void *), void *arg);

int __wrap_pthread_create(pthread_t *id, const pthread_attr_t *how, void *(*run)(void *), void *arg)
{
	atomic_fetch_add(&started, 1);
	return __real_pthread_create(id, how, run, arg);
}

int threads_started(void)
{
	return atomic_load(&started);
}

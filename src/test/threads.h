/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many threads the program has started. A test that starts any is named test_concurrent_…, and
   only those are run under the thread sanitizer: the suite fails any other.
   Names: threads_, __wrap_pthread_create */
#ifndef TEST_THREADS_H
#define TEST_THREADS_H

int threads_started(void);

#endif

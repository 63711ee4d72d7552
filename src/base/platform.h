/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The only place that asks what compiles it, or for what. Names: PLATFORM_ */
#ifndef BASE_PLATFORM_H
#define BASE_PLATFORM_H

/* 1 while clang's analyser reads the source, and nothing is built. */
#ifdef __clang_analyzer__
#define PLATFORM_ANALYSED 1
#else
#define PLATFORM_ANALYSED 0
#endif

#endif

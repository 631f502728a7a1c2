// SPDX-License-Identifier: Apache-2.0
//! Empty: the build of its dependency is what is wanted.

# SPDX-License-Identifier: Apache-2.0
"""Somebody who reads the chain and wants to know which model was asked about whom. `play` makes requests whose models
are dealt out by chance, `blocks` reads all blocks, `marks` says what is seen of each request, `guess` tries to tell the
models apart by it, and `traces` looks for the bytes of a model where they may not stand."""

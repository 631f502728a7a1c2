// SPDX-License-Identifier: Apache-2.0
//! How long a list may be that one response holds.

use salus_primitives::MAX_PAGE;

/// How many items a page holds when a client asks for so many.
pub fn page(count: u32) -> usize {
	usize::try_from(count.min(MAX_PAGE)).unwrap_or_default()
}

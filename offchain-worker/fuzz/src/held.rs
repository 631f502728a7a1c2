// SPDX-License-Identifier: Apache-2.0
//! How much a parser holds: a length that an input states must not be believed.

use std::{
	alloc::{GlobalAlloc, Layout, System},
	sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// The most that an input may make a parser hold, in bytes.
pub const MAX_HELD: usize = 256 * 1024 * 1024;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, with a count of what is held. It panics at [`MAX_HELD`], which must end the process:
/// [`abort_on_panic`].
pub struct Counting;

impl Counting {
	fn take(size: usize) {
		if HELD.fetch_add(size, Relaxed).saturating_add(size) > MAX_HELD {
			HELD.store(0, Relaxed);
			panic!(
				"the input made the parser ask for {size} bytes, with which it would hold over {MAX_HELD}"
			);
		}
	}
}

// SAFETY: each call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		Self::take(layout.size());
		unsafe { System.alloc(layout) }
	}

	unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
		Self::take(layout.size());
		unsafe { System.alloc_zeroed(layout) }
	}

	unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
		HELD.fetch_sub(layout.size(), Relaxed);
		unsafe { System.dealloc(block, layout) }
	}

	unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
		Self::take(size);
		HELD.fetch_sub(layout.size(), Relaxed);
		unsafe { System.realloc(block, layout, size) }
	}
}

/// A panic is a finding, even one that somebody would catch.
pub fn abort_on_panic() {
	let report = std::panic::take_hook();
	std::panic::set_hook(Box::new(move |panic| {
		report(panic);
		std::process::abort();
	}));
}

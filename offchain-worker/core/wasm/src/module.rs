// SPDX-License-Identifier: Apache-2.0
//! What the module exports, and what stands in for an operating system.

extern crate alloc;

use alloc::{boxed::Box, vec};
use core::{panic::PanicInfo, ptr::slice_from_raw_parts_mut, slice};
use dlmalloc::GlobalDlmalloc;
use salus_core::DataKey;
use zeroize::Zeroize;

#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
	core::arch::wasm32::unreachable()
}

#[link(wasm_import_module = "salus")]
unsafe extern "C" {
	fn random(pointer: *mut u8, length: usize) -> i32;
}

/// What `getrandom` calls here, by its name: the custom backend of its documentation.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
	pointer: *mut u8,
	length: usize,
) -> Result<(), getrandom::Error> {
	// SAFETY: the bytes are `getrandom`'s to be filled.
	match unsafe { random(pointer, length) } {
		0 => Ok(()),
		_ => Err(getrandom::Error::UNEXPECTED),
	}
}

/// Takes memory for so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn salus_alloc(length: usize) -> *mut u8 {
	Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// Overwrites and gives back memory.
///
/// # Safety
///
/// The bytes were taken by `salus_alloc`, or given by another function, with this length, and are given back once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn salus_free(pointer: *mut u8, length: usize) {
	// SAFETY: as the caller promises.
	let mut bytes = unsafe { Box::from_raw(slice_from_raw_parts_mut(pointer, length)) };
	bytes.zeroize();
}

/// Encrypts a document.
///
/// # Safety
///
/// There are 32 bytes at `key`, and `length` at `document`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn salus_encrypt(key: *const u8, document: *const u8, length: usize) -> u64 {
	// SAFETY: as the caller promises.
	let (key, document) = unsafe { (key_at(key), slice::from_raw_parts(document, length)) };
	salus_core::encrypt(&key, document).map_or(0, |encrypted| given(&encrypted))
}

/// Decrypts a document.
///
/// # Safety
///
/// There are 32 bytes at `key`, and `length` at `ciphertext`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn salus_decrypt(
	key: *const u8,
	ciphertext: *const u8,
	length: usize,
) -> u64 {
	// SAFETY: as the caller promises.
	let (key, encrypted) = unsafe { (key_at(key), slice::from_raw_parts(ciphertext, length)) };
	salus_core::decrypt(&key, encrypted).map_or(0, |document| given(&document))
}

/// # Safety
///
/// There are 32 bytes.
unsafe fn key_at(pointer: *const u8) -> DataKey {
	// SAFETY: as the caller promises; bytes need no alignment.
	DataKey::from_bytes(unsafe { *pointer.cast::<[u8; 32]>() })
}

/// Bytes as they are given: in memory of just their length, which `salus_free` takes back.
fn given(bytes: &[u8]) -> u64 {
	let pointer = Box::into_raw(Box::<[u8]>::from(bytes)).cast::<u8>();
	((pointer as usize as u64) << 32) | bytes.len() as u64
}

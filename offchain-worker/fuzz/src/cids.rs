// SPDX-License-Identifier: Apache-2.0
//! CIDs: as text, from people and daemons, and in binary, from the chain.

use salus_core::cids::{cid_of, from_text};
use salus_primitives::Cid;

/// What is taken is written as one text and one row of bytes only.
pub fn run(bytes: &[u8]) -> bool {
	let binary = Cid::parse(bytes);
	if let Ok(cid) = &binary {
		assert_eq!(cid.as_bytes().as_slice(), bytes, "two forms of one CID");
		assert_eq!(from_text(&cid.to_string()).as_ref().ok(), Some(cid));
	}
	let text = std::str::from_utf8(bytes).ok().and_then(|text| from_text(text).ok());
	if let Some(cid) = &text {
		assert_eq!(Cid::parse(cid.as_bytes()).as_ref(), Ok(cid));
		assert_eq!(from_text(&cid.to_string()).as_ref().ok(), Some(cid));
	}
	binary.is_ok() || text.is_some()
}

pub fn seeds() -> Vec<Vec<u8>> {
	let cid = cid_of(&bytes::Bytes::from_static(b"a synthetic document")).expect("is small");
	vec![cid.as_bytes().to_vec(), cid.to_string().into_bytes()]
}

// SPDX-License-Identifier: Apache-2.0
//! An insurer's claims off the chain: what is written about them, what the chain knows of it, and what they come to.
//! Whoever files a claim, and the insurer's worker that judges it, read and write by the same code.
//!
//! ```text
//! holder:   policy ── coverage ──> record                         claim ── document ──> record, commitment on chain
//! patient:  a record's key halves ── evidence ──> holder ────────────┘
//! insurer:  both records ── facts (the chain is asked) ── judging ── kept ──> outcome on chain
//! ```
//!
//! Data rule 12: lines, their amounts and evidence are in encrypted documents alone. What errors and reasons say may
//! quote a document: show it to the insurer or to whoever filed it, and log the numbers of claim and policy alone.

pub mod coverage;
pub mod document;
pub mod evidence;
pub mod facts;
#[cfg(test)]
mod fixtures;
mod form;
pub mod judging;
pub mod kept;

/// Why a document is neither a policy nor a claim that can be read.
#[derive(thiserror::Error, Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
	/// It has not the form that Salus writes.
	#[error("it has not the form that salus writes: {0}")]
	Malformed(String),
	/// Something is not there.
	#[error("it has no {0}")]
	Missing(&'static str),
	/// Something stands twice.
	#[error("it has the same {0} twice")]
	Doubled(&'static str),
	/// A value is not what stands there.
	#[error("its {0} is not one, or not written in the one way that counts")]
	Wrong(&'static str),
}

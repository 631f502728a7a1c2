// SPDX-License-Identifier: Apache-2.0
//! The client's side of custody: what asks custodians for shares and documents, and hands them out.
//!
//! | what | where |
//! |---|---|
//! | one custodian, asked by JSON-RPC and HTTP | [`Custodian`], [`CustodyApiClient`] |
//! | a document is written to custodians, and read from them | [`documents`] |
//! | where an operator's endpoint may lead, and how far whoever asks goes | [`parse_endpoint`], [`Reach`], [`Asker`] |
//! | what does not answer is tried again | [`retry`] |
//!
//! What both sides say to each other is in `salus_core::protocol`; [`CustodyApiServer`] is for whoever answers.

mod api;
mod client;
pub mod documents;
mod endpoint;
#[cfg(any(test, feature = "fixtures"))]
pub mod fixtures;
mod plain_http;
mod reach;
pub mod retry;

pub use api::{CustodyApiClient, CustodyApiServer};
pub use client::{Custodian, CustodianError};
pub use endpoint::{endpoint_of, parse_endpoint};
pub use plain_http::{allow_plain_http, may_ask};
pub use reach::{Asker, Reach};

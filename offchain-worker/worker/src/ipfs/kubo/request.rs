// SPDX-License-Identifier: Apache-2.0
//! How the daemon is asked: each request has a deadline, each answer a bound.

use super::super::{StoreError, dag};
use super::Kubo;
use super::responses::{self, Problem};
use bytes::{Bytes, BytesMut};
use reqwest::Response;
use reqwest::multipart::Form;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// What our own deadline adds to the daemon's, so that its answer to a timeout still arrives.
pub(super) const GRACE: Duration = Duration::from_secs(2);
/// How long a lookup on the daemon's own disk may take.
const LOOKUP_DEADLINE: Duration = Duration::from_secs(3);
/// How long something may take for which the daemon traverses all that it keeps. Removing one block is so, since
/// Kubo has no index of what pins cover: with a million blocks it takes minutes.
pub(super) const TRAVERSAL_DEADLINE: Duration = Duration::from_secs(600);
/// Bytes of the longest answer that is held at once: a block, and some words.
const MAX_ANSWER: usize = dag::MAX_BLOCK_LENGTH + 64 * 1024;
/// Bytes of the longest value in an answer that is read value by value.
const MAX_LINE: usize = 64 * 1024;

impl Kubo {
	fn unreachable(&self, problem: impl ToString) -> StoreError {
		StoreError::Unreachable { endpoint: self.endpoint.clone(), problem: problem.to_string() }
	}

	pub(super) fn refused(&self, operation: &'static str, problem: impl ToString) -> StoreError {
		StoreError::Refused {
			endpoint: self.endpoint.clone(),
			operation,
			problem: problem.to_string(),
		}
	}

	/// Asks for something short.
	pub(super) async fn ask(
		&self,
		operation: &'static str,
		parameters: &[(&str, &str)],
	) -> Result<Bytes, StoreError> {
		self.ask_within(operation, parameters, self.deadline).await
	}

	/// Asks for what is on the daemon's own disk. js-ipfs searches elsewhere all the same, and times out.
	pub(super) async fn look_up(
		&self,
		operation: &'static str,
		cid: &str,
	) -> Result<Bytes, StoreError> {
		let parameters = [("arg", cid), ("offline", "true")];
		let deadline = self.deadline.min(LOOKUP_DEADLINE);
		self.ask_within(operation, &parameters, deadline).await
	}

	pub(super) async fn ask_within(
		&self,
		operation: &'static str,
		parameters: &[(&str, &str)],
		deadline: Duration,
	) -> Result<Bytes, StoreError> {
		let response = self.send(operation, parameters, deadline, None).await?;
		self.body(operation, response).await
	}

	/// Sends a file.
	pub(super) async fn upload(
		&self,
		operation: &'static str,
		parameters: &[(&str, &str)],
		form: Form,
	) -> Result<Bytes, StoreError> {
		let response = self.send(operation, parameters, self.deadline, Some(form)).await?;
		self.body(operation, response).await
	}

	/// Asks for a list of any length, and gives its values one by one, as long as `take` says that it wants more.
	pub(super) async fn list<T: DeserializeOwned>(
		&self,
		operation: &'static str,
		parameters: &[(&str, &str)],
		mut take: impl FnMut(T) -> bool + Send,
	) -> Result<(), StoreError> {
		let mut response = self.send(operation, parameters, TRAVERSAL_DEADLINE, None).await?;
		let mut unread = BytesMut::new();
		loop {
			let part = response.chunk().await;
			let part = part.map_err(|error| self.lost(operation, &error))?;
			let ended = part.is_none();
			unread.extend_from_slice(&part.unwrap_or_default());
			while let Some(line) = next_line(&mut unread, ended) {
				for value in self.values(operation, &line)? {
					if !take(value) {
						return Ok(());
					}
				}
			}
			if ended {
				return Ok(());
			}
			if unread.len() > MAX_LINE {
				return Err(self.refused(operation, "its answer has no end"));
			}
		}
	}

	/// Sends one request, and gives the answer to read, or why there is none.
	async fn send(
		&self,
		operation: &'static str,
		parameters: &[(&str, &str)],
		deadline: Duration,
		form: Option<Form>,
	) -> Result<Response, StoreError> {
		let timeout = format!("{}ms", deadline.as_millis().max(1));
		let request = self
			.client
			.post(format!("{}/api/v0/{operation}", self.endpoint))
			.query(&[("timeout", timeout.as_str()), ("cid-base", "base32")])
			.query(parameters)
			.timeout(deadline + GRACE);
		let request = match form {
			Some(form) => request.multipart(form),
			None => request,
		};
		let response = request.send().await.map_err(|error| self.lost(operation, &error))?;
		if response.status().is_success() {
			return Ok(response);
		}
		let body = self.body(operation, response).await?;
		let said = match serde_json::from_slice::<Problem>(&body) {
			Ok(problem) => problem.message,
			Err(_) => String::from_utf8_lossy(&body).trim().to_owned(),
		};
		Err(self.refused(operation, said))
	}

	async fn body(
		&self,
		operation: &'static str,
		mut response: Response,
	) -> Result<Bytes, StoreError> {
		let mut body = BytesMut::new();
		while let Some(part) =
			response.chunk().await.map_err(|error| self.lost(operation, &error))?
		{
			if body.len() + part.len() > MAX_ANSWER {
				return Err(self.refused(operation, "its answer has no end"));
			}
			body.extend_from_slice(&part);
		}
		Ok(body.freeze())
	}

	fn lost(&self, operation: &'static str, error: &reqwest::Error) -> StoreError {
		if error.is_timeout() && !error.is_connect() {
			return self.refused(operation, "timeout");
		}
		// reqwest says only "error sending request": the cause is below.
		let mut cause: &dyn std::error::Error = error;
		while let Some(below) = cause.source() {
			cause = below;
		}
		self.unreachable(cause)
	}

	/// An answer of one or more JSON values.
	pub(super) fn values<T: DeserializeOwned>(
		&self,
		operation: &'static str,
		body: &[u8],
	) -> Result<Vec<T>, StoreError> {
		responses::values(body)
			.map_err(|error| self.refused(operation, format!("its answer can't be read: {error}")))
	}

	/// An answer of one JSON value, or the last of several.
	pub(super) fn value<T: DeserializeOwned>(
		&self,
		operation: &'static str,
		body: &[u8],
	) -> Result<T, StoreError> {
		let mut values = self.values(operation, body)?;
		values.pop().ok_or_else(|| self.refused(operation, "its answer is empty"))
	}
}

/// The next line, or what is left when there are no more.
fn next_line(unread: &mut BytesMut, ended: bool) -> Option<BytesMut> {
	match unread.iter().position(|byte| *byte == b'\n') {
		Some(end) => Some(unread.split_to(end + 1)),
		None if ended && !unread.is_empty() => Some(unread.split()),
		None => None,
	}
}

// SPDX-License-Identifier: Apache-2.0
//! A document comes: whole, for a reader, or a chunk at a time, for a custodian that fetches many and holds none in
//! memory.

use super::{Custodian, CustodianError, LEAST_SPEED, REQUEST_TIMEOUT, STALL_LIMIT};
use bytes::Bytes;
use salus_core::cids;
use salus_primitives::Cid;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// A ciphertext on its way from a custodian.
pub struct Download<'a> {
	custodian: &'a Custodian,
	response: reqwest::Response,
	/// Bytes that are still to come.
	left: u64,
	pace: Pace,
}

/// How fast it has come.
struct Pace {
	began: Instant,
	/// Bytes that came.
	came: u64,
}

impl Pace {
	/// Until when more has to come: once the first minute is over, as many bytes as that time takes at the least speed.
	fn until(&self) -> Instant {
		let earned = Duration::from_millis(self.came.saturating_mul(1_000) / LEAST_SPEED);
		self.began + earned.max(REQUEST_TIMEOUT)
	}
}

impl Custodian {
	/// Fetches a ciphertext, and checks it against the CID before it is believed.
	pub async fn get(&self, cid: &Cid) -> Result<Bytes, CustodianError> {
		match self.get_once(cid).await {
			// Perhaps its copy is damaged: asked again, it says so.
			Err(CustodianError::Unreachable { .. }) => self.get_once(cid).await,
			got => got,
		}
	}

	async fn get_once(&self, cid: &Cid) -> Result<Bytes, CustodianError> {
		let mut response = self.ask_for(cid).await?;
		let bytes = self.body(&mut response, cids::MAX_DOCUMENT_LENGTH).await?;
		if cids::cid_of(&bytes).ok() != Some(*cid) {
			return Err(CustodianError::Corrupt {
				account: self.account.clone(),
				cid: cid.to_string(),
			});
		}
		Ok(bytes)
	}

	/// Begins to fetch a ciphertext of so many bytes. What comes is not compared with the CID: that is for whoever
	/// takes it, such as a store of documents by `put_file`.
	pub async fn download(&self, cid: &Cid, size: u64) -> Result<Download<'_>, CustodianError> {
		let (began, came) = (Instant::now(), 0);
		let response = self.ask_for(cid).await?;
		match response.content_length() {
			Some(stated) if stated != size => {
				Err(self.nonsense(format!("it would send {stated} bytes of {size}")))
			}
			_ => Ok(Download { custodian: self, response, left: size, pace: Pace { began, came } }),
		}
	}

	/// Asks for a ciphertext, and gives the answer to read.
	async fn ask_for(&self, cid: &Cid) -> Result<reqwest::Response, CustodianError> {
		let asked = self.documents.get(self.url("documents", &cid.to_string()));
		let response = timeout(STALL_LIMIT, asked.send())
			.await
			.map_err(|_| self.stalled())?
			.map_err(|cause| self.unreachable(cause))?;
		match response.status().is_success() {
			true => Ok(response),
			false => Err(self.refusal(response).await),
		}
	}
}

impl Download<'_> {
	/// The next bytes; none once all have come. More or fewer than were asked for are an error, and so is less than the
	/// least speed.
	pub async fn chunk(&mut self) -> Result<Option<Bytes>, CustodianError> {
		let custodian = self.custodian;
		let limit = self.pace.until().min(Instant::now() + STALL_LIMIT);
		let too_slow = || custodian.unreachable("the document comes too slowly");
		let chunk = timeout_at(limit, self.response.chunk())
			.await
			.map_err(|_| too_slow())?
			.map_err(|cause| custodian.unreachable(cause))?;
		let Some(bytes) = chunk else {
			return match self.left {
				0 => Ok(None),
				left => {
					Err(custodian.nonsense(format!("{left} bytes of the document are missing")))
				}
			};
		};
		let left = self.left.checked_sub(bytes.len() as u64);
		self.left =
			left.ok_or_else(|| custodian.nonsense("it sends more than the document has"))?;
		self.pace.came += bytes.len() as u64;
		// Whoever drips has always a byte ready, so that nothing is waited for.
		if self.left > 0 && Instant::now() > self.pace.until() {
			return Err(too_slow());
		}
		Ok(Some(bytes))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::custodian_giving;

	const SIZE: u64 = 64 << 20;
	const AFTER: Duration = Duration::from_secs(61);

	#[tokio::test]
	async fn once_a_minute_is_over_whoever_drips_is_left_at_the_next_byte() {
		let custodian = custodian_giving(Some(b"a byte at a time".to_vec())).await;
		let cid = Cid::raw([1; 32]);
		let mut download = custodian.download(&cid, SIZE).await.unwrap();
		download.pace.began -= AFTER;
		let refused = download.chunk().await.unwrap_err().to_string();
		assert!(refused.contains("too slowly"), "{refused}");
		// Within the minute it is taken as it comes.
		let mut download = custodian.download(&cid, SIZE).await.unwrap();
		assert!(download.chunk().await.unwrap().is_some());
	}

	#[test]
	fn what_has_come_gives_time_for_more_at_the_least_speed() {
		let began = Instant::now();
		for (came, seconds) in
			[(0, 60), (LEAST_SPEED * 60, 60), (LEAST_SPEED * 61, 61), (SIZE, 1_024)]
		{
			let until = Pace { began, came }.until();
			assert_eq!(until - began, Duration::from_secs(seconds), "{came}");
		}
	}
}

// SPDX-License-Identifier: Apache-2.0
//! What is written to a connection leaves it, or the connection ends. What was taken for an answer, such as a slot, is
//! given back once the answer's last byte has left, and not when it was put into a buffer.

use super::{
	connections::{AtWork, Client},
	slots::Slot,
};
use std::{
	io,
	pin::Pin,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	task::{Context, Poll},
	time::Duration,
};
use tokio::{
	io::{AsyncRead, AsyncWrite, ReadBuf},
	time::{Instant, Sleep, sleep_until},
};

/// How slowly a caller may take what is written to it.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
	/// How long it may take nothing.
	pub stall: Duration,
	/// How long it may take whatever it is.
	pub grace: Duration,
	/// Bytes a second that it takes at least when that is over.
	pub least_speed: u64,
}

impl Default for Pace {
	fn default() -> Self {
		Self {
			stall: Duration::from_secs(30),
			grace: Duration::from_secs(60),
			least_speed: 64 * 1024,
		}
	}
}

/// What was taken for a document that is being written.
pub(super) struct Taken {
	pub _slot: Slot<Client>,
	pub _at_work: AtWork,
}

/// What is given back once all that was written has left.
#[derive(Default)]
pub(super) struct Held(Mutex<Vec<Taken>>);

impl Held {
	pub fn keep(&self, taken: Taken) {
		self.lock().push(taken);
	}

	fn give_back(&self) {
		// Not under the lock: giving back takes others.
		let given = std::mem::take(&mut *self.lock());
		drop(given);
	}

	fn lock(&self) -> MutexGuard<'_, Vec<Taken>> {
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

/// A connection's bytes, watched as they leave.
pub(super) struct Watched<Io> {
	io: Io,
	pace: Pace,
	held: Arc<Held>,
	/// Since when there was always something left to write.
	since: Option<Instant>,
	moved_at: Instant,
	/// Bytes that left since then.
	written: u64,
	timer: Option<Pin<Box<Sleep>>>,
}

impl<Io> Watched<Io> {
	pub fn new(io: Io, pace: Pace, held: Arc<Held>) -> Self {
		Self { io, pace, held, since: None, moved_at: Instant::now(), written: 0, timer: None }
	}

	/// Since when something is left to write, with this moment as its beginning if nothing was.
	fn began(&mut self) -> Instant {
		let now = Instant::now();
		if self.since.is_none() {
			self.moved_at = now;
		}
		*self.since.get_or_insert(now)
	}

	fn moved(&mut self, bytes: usize) {
		self.began();
		self.moved_at = Instant::now();
		self.written = self.written.saturating_add(bytes as u64);
	}

	fn all_left(&mut self) {
		self.since = None;
		self.written = 0;
		self.held.give_back();
	}

	/// When it is too late, if nothing more is taken.
	fn due(&mut self) -> Instant {
		let seconds = self.written.checked_div(self.pace.least_speed);
		let seconds = Duration::from_secs(seconds.unwrap_or_default());
		let over = self.began() + self.pace.grace + seconds;
		over.min(self.moved_at + self.pace.stall)
	}

	/// Waits on, unless it is too late.
	fn wait<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
		let due = self.due();
		let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(due)));
		timer.as_mut().reset(due);
		timer.as_mut().poll(context).map(|()| {
			Err(io::Error::new(io::ErrorKind::TimedOut, "what was written is taken too slowly"))
		})
	}
}

impl<Io: AsyncRead + Unpin> AsyncRead for Watched<Io> {
	fn poll_read(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
		buffer: &mut ReadBuf<'_>,
	) -> Poll<io::Result<()>> {
		Pin::new(&mut self.get_mut().io).poll_read(context, buffer)
	}
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Watched<Io> {
	fn poll_write(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[u8],
	) -> Poll<io::Result<usize>> {
		let this = self.get_mut();
		match Pin::new(&mut this.io).poll_write(context, bytes) {
			Poll::Pending => this.wait(context),
			written => this.note(written),
		}
	}

	fn poll_write_vectored(
		self: Pin<&mut Self>,
		context: &mut Context<'_>,
		bytes: &[io::IoSlice<'_>],
	) -> Poll<io::Result<usize>> {
		let this = self.get_mut();
		match Pin::new(&mut this.io).poll_write_vectored(context, bytes) {
			Poll::Pending => this.wait(context),
			written => this.note(written),
		}
	}

	fn is_write_vectored(&self) -> bool {
		self.io.is_write_vectored()
	}

	fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		let this = self.get_mut();
		match Pin::new(&mut this.io).poll_flush(context) {
			Poll::Pending => this.wait(context),
			Poll::Ready(Ok(())) => {
				// The server flushes when its own buffer is empty.
				this.all_left();
				Poll::Ready(Ok(()))
			}
			failed => failed,
		}
	}

	fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
		let this = self.get_mut();
		match Pin::new(&mut this.io).poll_shutdown(context) {
			Poll::Pending => this.wait(context),
			ended => ended,
		}
	}
}

impl<Io> Watched<Io> {
	fn note(&mut self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
		if let Poll::Ready(Ok(bytes)) = written {
			self.moved(bytes);
		}
		written
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

	fn pace(stall: u64, grace: u64) -> Pace {
		Pace {
			stall: Duration::from_millis(stall),
			grace: Duration::from_millis(grace),
			least_speed: 1_000_000,
		}
	}

	#[tokio::test]
	async fn a_caller_who_takes_nothing_is_left() {
		let (ours, _theirs) = duplex(16);
		let mut watched = Watched::new(ours, pace(50, 60_000), Arc::default());
		let began = Instant::now();
		let late = watched.write_all(&[0; 64]).await.unwrap_err();
		assert_eq!(late.kind(), io::ErrorKind::TimedOut);
		assert!(began.elapsed() < Duration::from_secs(10));
	}

	#[tokio::test]
	async fn a_caller_who_takes_a_byte_now_and_then_is_left_too() {
		let (ours, mut theirs) = duplex(16);
		let mut watched = Watched::new(ours, pace(60_000, 200), Arc::default());
		let drips = async {
			loop {
				let _ = theirs.read_u8().await;
				tokio::time::sleep(Duration::from_millis(10)).await;
			}
		};
		tokio::select! {
			late = watched.write_all(&[0; 100_000]) => {
				assert_eq!(late.unwrap_err().kind(), io::ErrorKind::TimedOut);
			}
			() = drips => {}
		}
	}

	#[tokio::test]
	async fn what_left_does_not_count_against_what_comes_later() {
		let (ours, mut theirs) = duplex(16);
		let mut watched = Watched::new(ours, pace(60_000, 1_000), Arc::default());
		// Together the waits are longer than the grace.
		for _ in 0..4 {
			let writing = async {
				// One byte more than fits: it waits for the reader.
				watched.write_all(&[0; 17]).await.unwrap();
				watched.flush().await.unwrap();
			};
			let reading = async {
				tokio::time::sleep(Duration::from_millis(350)).await;
				theirs.read_exact(&mut [0; 17]).await.unwrap();
			};
			tokio::join!(writing, reading);
		}
	}
}

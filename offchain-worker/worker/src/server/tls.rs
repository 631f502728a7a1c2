// SPDX-License-Identifier: Apache-2.0
//! TLS on the custody RPC: 1.3 and 1.2, by rustls and its choice of ciphers, with a certificate that is replaced while the
//! worker runs.

use super::certificate;
use crate::metrics;
use jsonrpsee::server::StopHandle;
use sha2::{Digest, Sha256};
use std::{
	io,
	path::{Path, PathBuf},
	pin::pin,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::Duration,
};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_rustls::{
	TlsAcceptor,
	rustls::{
		self, ServerConfig,
		crypto::ring,
		pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
	},
};
use zeroize::Zeroizing;

/// How long before a certificate's end its operator is warned, and how often.
const WARNED_BEFORE: Duration = Duration::from_secs(14 * 24 * 60 * 60);
const WARNED_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Why a certificate and its key are not taken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
	/// A file can't be read.
	#[error("{path} can't be read: {cause}")]
	Unreadable {
		/// Which.
		path: PathBuf,
		/// What the system said.
		cause: io::Error,
	},
	/// A file's PEM is broken off or altered.
	#[error("{path} is not PEM, or not whole")]
	NotPem {
		/// Which.
		path: PathBuf,
	},
	/// A file without a certificate.
	#[error("{path} has no certificate in it (a section BEGIN CERTIFICATE)")]
	NoCertificate {
		/// Which.
		path: PathBuf,
	},
	/// A file without a private key.
	#[error("{path} has no private key in it (a section BEGIN PRIVATE KEY, without a passphrase)")]
	NoKey {
		/// Which.
		path: PathBuf,
	},
	/// The two don't belong together.
	#[error("the key in {key} is not that of the first certificate in {chain}")]
	OtherKey {
		/// The certificate's file.
		chain: PathBuf,
		/// The key's file.
		key: PathBuf,
	},
	/// They are of a kind that is not used here.
	#[error("{chain} with the key in {key} is of no use: {cause}")]
	Unusable {
		/// The certificate's file.
		chain: PathBuf,
		/// The key's file.
		key: PathBuf,
		/// What rustls said.
		cause: rustls::Error,
	},
}

/// A certificate with its chain and its key, as their files were when they were last good.
pub struct Tls {
	chain: PathBuf,
	key: PathBuf,
	current: Mutex<Current>,
}

struct Current {
	config: Arc<ServerConfig>,
	/// When the certificate ends, in seconds of Unix time, as far as that is read.
	ends_at: Option<i64>,
	/// A digest of the files as they were last read, good or bad.
	seen: [u8; 32],
}

/// What the two files hold.
struct Files {
	chain: Vec<u8>,
	key: Zeroizing<Vec<u8>>,
}

impl Files {
	fn read(chain: &Path, key: &Path) -> Result<Self, TlsError> {
		let read = |path: &Path| {
			std::fs::read(path)
				.map_err(|cause| TlsError::Unreadable { path: path.to_owned(), cause })
		};
		Ok(Self { chain: read(chain)?, key: Zeroizing::new(read(key)?) })
	}

	fn digest(&self) -> [u8; 32] {
		let mut digest = Sha256::new();
		digest.update((self.chain.len() as u64).to_le_bytes());
		digest.update(&self.chain);
		digest.update(self.key.as_slice());
		digest.finalize().into()
	}
}

impl Tls {
	/// Reads a certificate with its chain, the certificate first, and its key, both PEM.
	pub fn load(chain: &Path, key: &Path) -> Result<Self, TlsError> {
		let files = Files::read(chain, key)?;
		let current = Current::of(&files, chain, key)?;
		Ok(Self { chain: chain.to_owned(), key: key.to_owned(), current: Mutex::new(current) })
	}

	/// With what the next caller's handshake is done.
	pub(super) fn acceptor(&self) -> TlsAcceptor {
		TlsAcceptor::from(self.lock().config.clone())
	}

	/// Takes the files if they have changed, or if it has to, and tells whether it did. On an error the old certificate
	/// stays.
	pub(super) fn renew(&self, has_to: bool) -> Result<bool, TlsError> {
		let files = Files::read(&self.chain, &self.key)?;
		let seen = files.digest();
		let mut current = self.lock();
		if current.seen == seen && !has_to {
			return Ok(false);
		}
		current.seen = seen;
		*current = Current::of(&files, &self.chain, &self.key)?;
		Ok(true)
	}

	/// How long the certificate is still good, as far as that is read.
	fn left(&self) -> Option<Duration> {
		let ends_at = self.lock().ends_at?;
		let now = jiff::Timestamp::now().as_second();
		let left = u64::try_from(ends_at.saturating_sub(now)).unwrap_or_default();
		Some(Duration::from_secs(left))
	}

	/// Says when the certificate ends, and warns when that is soon.
	fn tell(&self) {
		if let Some(ends_at) = self.lock().ends_at {
			metrics::certificate_ends(ends_at);
		}
		let Some(left) = self.left().filter(|left| *left < WARNED_BEFORE) else {
			return;
		};
		let (path, days) = (self.chain.display(), left.as_secs() / (24 * 60 * 60));
		tracing::warn!(%path, days, "the TLS certificate ends soon, or has ended: readers will be refused");
	}

	fn lock(&self) -> MutexGuard<'_, Current> {
		self.current.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

impl Current {
	fn of(files: &Files, chain: &Path, key: &Path) -> Result<Self, TlsError> {
		let not_pem = |path: &Path| TlsError::NotPem { path: path.to_owned() };
		let certificates: Result<Vec<_>, _> =
			CertificateDer::pem_slice_iter(&files.chain).collect();
		let certificates = certificates.map_err(|_| not_pem(chain))?;
		let first = certificates
			.first()
			.ok_or_else(|| TlsError::NoCertificate { path: chain.to_owned() })?;
		let ends_at = certificate::ends_at(first);
		// The library's words might show a part of the key.
		let private = PrivateKeyDer::from_pem_slice(&files.key).map_err(|cause| match cause {
			pem::Error::NoItemsFound => TlsError::NoKey { path: key.to_owned() },
			_ => not_pem(key),
		})?;
		let unusable = |cause| match cause {
			rustls::Error::InconsistentKeys(_) => {
				TlsError::OtherKey { chain: chain.to_owned(), key: key.to_owned() }
			}
			cause => TlsError::Unusable { chain: chain.to_owned(), key: key.to_owned(), cause },
		};
		// Named, since other crates may bring another provider into the build.
		let provider = Arc::new(ring::default_provider());
		let mut config = ServerConfig::builder_with_provider(provider)
			.with_safe_default_protocol_versions()
			.map_err(unusable)?
			.with_no_client_auth()
			.with_single_cert(certificates, private)
			.map_err(unusable)?;
		config.alpn_protocols = vec![b"http/1.1".to_vec()];
		Ok(Self { config: Arc::new(config), ends_at, seen: files.digest() })
	}
}

/// Reads the files every so often, and whenever the process is sent SIGHUP, until the server stops.
pub(super) async fn watch(tls: Arc<Tls>, every: Duration, stop: StopHandle) {
	let mut stopped = pin!(stop.shutdown());
	let mut hangup = signal(SignalKind::hangup()).ok();
	let mut told = tokio::time::interval(WARNED_EVERY);
	loop {
		let has_to = tokio::select! {
			() = &mut stopped => return,
			_ = told.tick() => {
				tls.tell();
				continue;
			}
			() = asked(&mut hangup) => true,
			() = tokio::time::sleep(every) => false,
		};
		match tls.renew(has_to) {
			Ok(true) => {
				tracing::info!(path = %tls.chain.display(), "the TLS certificate was read again");
				tls.tell();
			}
			Ok(false) => {}
			Err(cause) => {
				tracing::error!(%cause, "the new TLS certificate is not taken: the old one stays");
			}
		}
	}
}

/// Waits until the process is sent SIGHUP: for ever if that can't be heard.
async fn asked(hangup: &mut Option<Signal>) {
	match hangup {
		Some(hangup) => {
			hangup.recv().await;
		}
		None => std::future::pending().await,
	}
}

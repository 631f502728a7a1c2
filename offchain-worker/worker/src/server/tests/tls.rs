// SPDX-License-Identifier: Apache-2.0
//! TLS over real sockets, with certificates made for the test.

use super::{strangers::narrow, *};
use salus_core::cids::from_text;
use std::{io, path::Path};
use tokio_rustls::{
	TlsConnector,
	rustls::{
		ClientConfig, RootCertStore,
		crypto::ring,
		pki_types::{CertificateDer, ServerName},
	},
};

/// Where a certificate and its key lie.
struct Files {
	folder: TempDir,
}

impl Files {
	fn new() -> (Self, CertificateDer<'static>) {
		let files = Self { folder: tempfile::tempdir().unwrap() };
		let certificate = files.write();
		(files, certificate)
	}

	/// Makes a certificate and writes it over what was there.
	fn write(&self) -> CertificateDer<'static> {
		let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
		let made = rcgen::generate_simple_self_signed(names).unwrap();
		std::fs::write(self.chain(), made.cert.pem()).unwrap();
		std::fs::write(self.key(), made.signing_key.serialize_pem()).unwrap();
		made.cert.der().clone()
	}

	fn chain(&self) -> PathBuf {
		self.folder.path().join("chain.pem")
	}

	fn key(&self) -> PathBuf {
		self.folder.path().join("key.pem")
	}

	fn load(&self) -> Result<Tls, TlsError> {
		Tls::load(&self.chain(), &self.key())
	}

	async fn served(&self, limits: Limits) -> Served {
		let transport =
			Transport { tls: Some(Arc::new(self.load().unwrap())), ..Transport::default() };
		Served::over(transport, Prekeys::default(), Arc::new(Still), limits).await
	}
}

impl Served {
	/// Who it is, told over TLS to somebody who trusts this certificate and no other.
	async fn identity_by(&self, trusted: &CertificateDer<'static>) -> io::Result<String> {
		let mut roots = RootCertStore::empty();
		roots.add(trusted.clone()).unwrap();
		let provider = Arc::new(ring::default_provider());
		let config = ClientConfig::builder_with_provider(provider)
			.with_safe_default_protocol_versions()
			.unwrap()
			.with_root_certificates(roots)
			.with_no_client_auth();
		let stream = TcpStream::connect(self.address).await?;
		let name = ServerName::try_from("localhost").unwrap();
		let connector = TlsConnector::from(Arc::new(config));
		let mut stream = connector.connect(name, stream).await?;
		let call = json!({ "jsonrpc": "2.0", "id": "1", "method": "custody_identity" }).to_string();
		let head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length:";
		let asked = format!("{head} {}\r\n\r\n{call}", call.len());
		stream.write_all(asked.as_bytes()).await?;
		let mut answer = String::new();
		stream.read_to_string(&mut answer).await?;
		Ok(answer)
	}

	fn is_told_by(&self, answer: &io::Result<String>) -> bool {
		let account = self.custody.signer.account().to_string();
		answer.as_ref().is_ok_and(|answer| answer.contains(&account))
	}
}

#[tokio::test]
async fn whoever_trusts_the_certificate_is_answered_and_plain_http_is_not() {
	let (files, certificate) = Files::new();
	let served = files.served(Limits::default()).await;
	let answer = served.identity_by(&certificate).await;
	assert!(served.is_told_by(&answer), "{answer:?}");
	let (_, other) = Files::new();
	assert!(served.identity_by(&other).await.is_err());
	let mut plain = served.send("GET /ready HTTP/1.1\r\nHost: test\r\n\r\n").await;
	let mut answer = Vec::new();
	// Perhaps with an alert, perhaps by a reset.
	let _ = plain.read_to_end(&mut answer).await;
	assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
}

#[tokio::test]
async fn a_new_certificate_is_taken_without_a_restart_and_a_broken_one_is_not() {
	let (files, first) = Files::new();
	let limits = Limits { certificate: Duration::from_millis(50), ..Limits::default() };
	let tls = Arc::new(files.load().unwrap());
	let transport = Transport { tls: Some(tls.clone()), ..Transport::default() };
	let served = Served::over(transport, Prekeys::default(), Arc::new(Still), limits).await;
	assert!(served.is_told_by(&served.identity_by(&first).await));
	let second = files.write();
	let began = Instant::now();
	while !served.is_told_by(&served.identity_by(&second).await) {
		assert!(began.elapsed() < Duration::from_secs(20));
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
	assert!(served.identity_by(&first).await.is_err());
	for broken in ["", "nonsense"] {
		std::fs::write(files.chain(), broken).unwrap();
		assert!(tls.renew(true).is_err());
		assert!(served.is_told_by(&served.identity_by(&second).await));
	}
	std::fs::remove_file(files.key()).unwrap();
	assert!(tls.renew(true).is_err());
	assert!(served.is_told_by(&served.identity_by(&second).await));
}

#[tokio::test]
async fn handshakes_that_never_end_shut_nobody_out() {
	let (files, certificate) = Files::new();
	let served = files.served(narrow()).await;
	let mut held = Vec::new();
	for _ in 0..20 {
		held.push(served.send("").await);
		// The beginning of a ClientHello.
		held.push(served.send("\x16\x03\x01\x01\x00\x01").await);
	}
	let answer = served.identity_by(&certificate).await;
	assert!(served.is_told_by(&answer), "{answer:?}");
}

#[tokio::test]
async fn a_handshake_has_to_come_to_its_end_in_time() {
	let (files, _) = Files::new();
	let mut limits = narrow();
	limits.connections.handshake = Duration::from_millis(50);
	let served = files.served(limits).await;
	let mut answer = Vec::new();
	let mut silent = served.send("").await;
	let closed = timeout(Duration::from_secs(20), silent.read_to_end(&mut answer)).await;
	closed.unwrap().unwrap();
	assert!(answer.is_empty());
}

fn refused(files: &Files) -> TlsError {
	match files.load() {
		Ok(_) => panic!("it was taken"),
		Err(refused) => refused,
	}
}

#[test]
fn an_error_names_what_is_wrong_with_the_files() {
	let (files, _) = Files::new();
	let (chain, key) = (files.chain(), files.key());
	let [good_chain, good_key] = [&chain, &key].map(|path| std::fs::read_to_string(path).unwrap());
	let names = |refused: &TlsError, path: &Path| {
		let text = refused.to_string();
		assert!(text.contains(&path.display().to_string()), "{text}");
	};
	std::fs::write(&chain, &good_key).unwrap();
	let nothing = refused(&files);
	assert!(matches!(nothing, TlsError::NoCertificate { .. }), "{nothing}");
	names(&nothing, &chain);
	std::fs::write(&chain, good_chain.replace("-----END", "")).unwrap();
	let broken = refused(&files);
	assert!(matches!(broken, TlsError::NotPem { .. }), "{broken}");
	names(&broken, &chain);
	std::fs::write(&chain, &good_chain).unwrap();
	std::fs::write(&key, &good_chain).unwrap();
	let nothing = refused(&files);
	assert!(matches!(nothing, TlsError::NoKey { .. }), "{nothing}");
	names(&nothing, &key);
	let (others, _) = Files::new();
	std::fs::copy(others.key(), &key).unwrap();
	let other = refused(&files);
	assert!(matches!(other, TlsError::OtherKey { .. }), "{other}");
	names(&other, &key);
	std::fs::remove_file(&key).unwrap();
	let gone = refused(&files);
	assert!(matches!(gone, TlsError::Unreadable { .. }), "{gone}");
	names(&gone, &key);
}

const ENDPOINT: &str = "SALUS_TEST_ENDPOINT";
const DOCUMENT: &str = "SALUS_TEST_DOCUMENT";

/// As the README says it: by JSON-RPC and for documents, whose clients read the system's certificates apart.
#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted_by_ssl_cert_file() {
	let (files, _) = Files::new();
	let served = files.served(Limits::default()).await;
	let cid = served.custody.store.add(document(1_000)).await.unwrap();
	let port = served.address.port();
	for (trusted, passes) in [(files.chain(), true), (Files::new().0.chain(), false)] {
		// A process of its own: it reads the variable once.
		let asked = tokio::process::Command::new(std::env::current_exe().unwrap())
			.args(["--exact", "server::tests::tls::a_client_in_a_process_of_its_own"])
			.env(ENDPOINT, format!("https://localhost:{port}"))
			.env(DOCUMENT, cid.to_string())
			.env("SSL_CERT_FILE", trusted)
			.env_remove("SSL_CERT_DIR")
			.output()
			.await
			.unwrap();
		let said = String::from_utf8_lossy(&asked.stdout);
		assert_eq!(asked.status.success(), passes, "{said}");
		assert!(said.contains("1 test"), "{said}");
	}
}

/// The other end of the test above, which starts it; alone it does nothing.
#[tokio::test]
async fn a_client_in_a_process_of_its_own() {
	let (Ok(endpoint), Ok(cid)) = (std::env::var(ENDPOINT), std::env::var(DOCUMENT)) else {
		return;
	};
	let account = Signer::from_secret("//Custodian").unwrap().account();
	let custodian = Custodian::at(account, endpoint, GENESIS).unwrap();
	custodian.identity().await.unwrap();
	let cid = from_text(&cid).unwrap();
	assert_eq!(custodian.get(&cid).await.unwrap(), document(1_000));
}

// SPDX-License-Identifier: Apache-2.0
//! A custodian's server over real sockets, with a real store; only the chain is a stand-in.

mod apart;
mod chain;
mod custody;
mod documents;
mod handing_over;
mod prekeys;
mod releases;
mod secrecy;
mod session_keys;
mod strangers;
mod tls;
mod turns;
mod wire;

use super::{limits::Bounds, *};
use crate::{
	custody_rules::Prekeys,
	findings::Findings,
	freshness::Freshness,
	ipfs::{Embedded, EmbeddedConfig},
	journal::Journal,
};
use bytes::Bytes;
use chain::{StandIn, Still, stands_in, with_key};
use salus_chain::{BlockRef, ChainClient, ChainError, H256, Included, calls::Call, events::Event};
use salus_core::{
	EncryptionSecret,
	cids::{LEAF_LENGTH, cid_of},
	signer::Signer,
};
use salus_custody::{Custodian, CustodianError};
use salus_keystore::AtRest;
use salus_primitives::{Cid, Moment};
use std::{
	net::SocketAddr,
	path::PathBuf,
	sync::atomic::{AtomicBool, Ordering},
	time::Instant,
};
use tempfile::TempDir;
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::{TcpSocket, TcpStream},
};
use zeroize::Zeroizing;

const GENESIS: [u8; 32] = [1; 32];
const BLOCK: u32 = 500;
const SECRET: [u8; 32] = [5; 32];
const ANNOUNCED: &str = "/ip4/198.51.101.7/tcp/4001/p2p/12D3KooWOne";

/// A custodian that serves, and somebody who asks it.
struct Served {
	custody: Arc<Custody>,
	state: Arc<State>,
	address: SocketAddr,
	author: Signer,
	_handle: ServerHandle,
	folder: TempDir,
}

impl Served {
	async fn with(limits: Limits) -> Self {
		Self::on(Arc::new(Still), limits).await
	}

	async fn on(chain: Arc<dyn ChainClient>, limits: Limits) -> Self {
		Self::by(Prekeys::default(), chain, limits).await
	}

	async fn by(prekeys: Prekeys, chain: Arc<dyn ChainClient>, limits: Limits) -> Self {
		Self::over(Transport::default(), prekeys, chain, limits).await
	}

	async fn over(
		transport: Transport,
		prekeys: Prekeys,
		chain: Arc<dyn ChainClient>,
		limits: Limits,
	) -> Self {
		let folder = tempfile::tempdir().unwrap();
		let mut config = EmbeddedConfig::new(folder.path().join("ipfs"), Zeroizing::new([7; 32]));
		// So long is a document searched for that nobody has.
		config.deadline = Duration::from_secs(10);
		let journal = folder.path().join("journal.redb");
		let custody = Arc::new(Custody {
			chain,
			signer: Signer::from_secret("//Custodian").unwrap(),
			secret: EncryptionSecret::from_bytes(SECRET),
			prekeys,
			store: Arc::new(Embedded::start(config).await.unwrap()),
			announced: vec![ANNOUNCED.to_owned()],
			journal: Arc::new(Journal::open(journal, AtRest::new(&[3; 32])).unwrap()),
			freshness: Freshness::new(Duration::from_secs(600)),
			incoming: folder.path().join("incoming"),
			reconciled: AtomicBool::new(false),
			findings: Findings::default(),
			erasing: Default::default(),
		});
		// What is written lies in this server's buffers, and little of it in the system's.
		let socket = TcpSocket::new_v4().unwrap();
		socket.set_send_buffer_size(64 * 1024).unwrap();
		socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
		let listener = socket.listen(1_024).unwrap();
		let address = listener.local_addr().unwrap();
		std::fs::create_dir_all(&custody.incoming).unwrap();
		let state = State::new(custody.clone(), limits);
		let handle = start(state.clone(), listener, transport);
		Self {
			custody,
			state,
			address,
			author: Signer::from_secret("//Author").unwrap(),
			_handle: handle,
			folder,
		}
	}

	fn custodian(&self) -> Custodian {
		let account = self.custody.signer.account();
		Custodian::at(account, format!("http://{}", self.address), GENESIS).unwrap()
	}

	async fn put(&self, cid: &Cid, bytes: &Bytes) -> Result<(), CustodianError> {
		let custodian = self.custodian();
		custodian.put(&self.author, BLOCK, cid, bytes.clone()).await
	}

	/// A document that the custodian keeps.
	async fn kept(&self, length: usize) -> (Cid, Bytes) {
		let bytes = document(length);
		let cid = cid_of(&bytes).unwrap();
		self.put(&cid, &bytes).await.unwrap();
		self.custody.store.pin(&cid, None).await.unwrap();
		(cid, bytes)
	}

	/// Whether whoever asks something small is answered.
	async fn answers(&self) -> bool {
		let asked = self.custodian();
		let answered = timeout(Duration::from_secs(5), asked.identity()).await;
		matches!(answered, Ok(Ok(_)))
	}

	async fn send(&self, text: &str) -> TcpStream {
		let mut stream = TcpStream::connect(self.address).await.unwrap();
		stream.write_all(text.as_bytes()).await.unwrap();
		stream
	}

	/// What a plain request is answered, head and body.
	async fn answer_to(&self, text: &str) -> String {
		let mut answer = Vec::new();
		let read = self.send(text).await.read_to_end(&mut answer).await;
		read.unwrap();
		String::from_utf8_lossy(&answer).into_owned()
	}

	/// Whether nothing of an upload lies about.
	fn is_tidy(&self) -> bool {
		let folder = self.folder.path().join("incoming");
		std::fs::read_dir(folder).unwrap().next().is_none()
	}
}

/// No two of its blocks are alike.
fn document(length: usize) -> Bytes {
	let byte = |index: usize| (index % 251) as u8 ^ (index / LEAF_LENGTH) as u8;
	(0..length).map(byte).collect()
}

// SPDX-License-Identifier: Apache-2.0
//! What passes between a client and a custodian, as whoever is on the way sees it.

use super::*;
use std::sync::Mutex;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// Somebody between a client and a custodian, who records what passes.
pub(super) struct Wire {
	address: SocketAddr,
	passed: Arc<Mutex<Vec<u8>>>,
}

type BeforeItPasses = Arc<dyn Fn(&[u8]) + Send + Sync>;

impl Wire {
	pub async fn to(custodian: SocketAddr, before: impl Fn(&[u8]) + Send + Sync + 'static) -> Self {
		let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
		let address = listener.local_addr().unwrap();
		let passed = Arc::new(Mutex::new(Vec::new()));
		let record = passed.clone();
		let before: BeforeItPasses = Arc::new(before);
		tokio::spawn(async move {
			while let Ok((client, _)) = listener.accept().await {
				let server = TcpStream::connect(custodian).await.unwrap();
				let (from_client, to_client) = client.into_split();
				let (from_server, to_server) = server.into_split();
				tokio::spawn(pass(from_client, to_server, record.clone(), before.clone()));
				tokio::spawn(pass(from_server, to_client, record.clone(), before.clone()));
			}
		});
		Self { address, passed }
	}

	/// The custodian, asked through here.
	pub fn custodian(&self, served: &Served) -> Custodian {
		let account = served.custody.signer.account();
		Custodian::at(account, format!("http://{}", self.address), GENESIS).unwrap()
	}

	pub fn text(&self) -> String {
		String::from_utf8_lossy(&self.passed.lock().unwrap()).into_owned()
	}

	/// What passed under this name, in order.
	pub fn fields(&self, name: &str) -> Vec<String> {
		let text = self.text();
		let begins = format!("\"{name}\":\"");
		let found = text.split(begins.as_str()).skip(1);
		let until_its_end = |rest: &str| rest.split('"').next().map(str::to_owned);
		found.filter_map(until_its_end).collect()
	}

	/// The last share that passed, as it passed.
	pub fn share(&self) -> Vec<u8> {
		hex::decode(self.fields("encryptedShare").pop().unwrap()).unwrap()
	}
}

async fn pass(
	mut from: OwnedReadHalf,
	mut to: OwnedWriteHalf,
	record: Arc<Mutex<Vec<u8>>>,
	before: BeforeItPasses,
) {
	let mut bytes = [0; 4096];
	while let Ok(count @ 1..) = from.read(&mut bytes).await {
		before(&bytes[..count]);
		record.lock().unwrap().extend_from_slice(&bytes[..count]);
		if to.write_all(&bytes[..count]).await.is_err() {
			return;
		}
	}
}

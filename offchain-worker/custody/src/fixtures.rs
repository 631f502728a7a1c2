//! A version, and a custodian that gives documents, as tests of several crates need them.

use crate::Custodian;
use salus_chain::{AccountId, answers::VersionInfo};
use salus_core::protocol::REFUSED;
use salus_primitives::{Basis, Cid, RecordId};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpListener,
};

/// The version of record 1 that this author wrote, by the document with this hash.
pub fn version(author: u8, document: u8) -> VersionInfo {
	VersionInfo {
		record: RecordId(1),
		version: 1,
		cid: Cid::raw([document; 32]),
		size: 1,
		key_commitment: [3; 32],
		custodians: Vec::new(),
		threshold: 2,
		author: AccountId::new([author; 32]),
		basis: Basis::OwnRecord,
		submitted_at: 0,
	}
}

/// A custodian that answers whatever is asked by HTTP with these bytes, not saying how many they are; or refuses.
///
/// # Panics
///
/// When this machine has no port to listen on.
pub async fn custodian_giving(document: Option<Vec<u8>>) -> Custodian {
	let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
	let endpoint = format!("http://{}", listener.local_addr().unwrap());
	let (status, body) = match document {
		Some(bytes) => ("200 OK", bytes),
		None => {
			let refusal = serde_json::json!({ "code": REFUSED, "message": "not kept here" });
			("403 Forbidden", refusal.to_string().into_bytes())
		}
	};
	tokio::spawn(async move {
		while let Ok((mut stream, _)) = listener.accept().await {
			let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n\r\n");
			let answer = [head.as_bytes(), &body].concat();
			// Whoever asked may be gone.
			let _ = stream.read(&mut [0; 4096]).await;
			let _ = stream.write_all(&answer).await;
			let _ = stream.shutdown().await;
		}
	});
	Custodian::at(AccountId::new([9; 32]), endpoint, [0; 32]).unwrap()
}

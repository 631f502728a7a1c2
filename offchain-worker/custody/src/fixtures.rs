//! A deposit, the version that names it, and a custodian that gives documents, as tests of several modules need them.

use super::{Custodian, client::REFUSED};
use crate::{
	chain::{AccountId, answers::VersionInfo},
	journal::DepositInfo,
};
use salus_primitives::{Basis, Cid, RecordId};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpListener,
};

pub fn deposit(depositor: u8, document: u8) -> DepositInfo {
	DepositInfo {
		depositor: [depositor; 32],
		cid: Cid::raw([document; 32]),
		size: 1,
		deposited_at: 0,
		bound_to: None,
	}
}

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

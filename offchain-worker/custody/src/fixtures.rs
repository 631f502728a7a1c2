// SPDX-License-Identifier: Apache-2.0
//! What the chain answers, and a custodian that gives documents, as tests of several crates need them.

use crate::Custodian;
use salus_chain::{
	AccountId,
	queries::{Operator, WhoIs},
};
use salus_core::protocol::REFUSED;
use salus_primitives::{
	Basis, Cid, Licence, Obligations, Purpose, RecordId,
	participants::AllowanceLeft,
	quorum::Deadline,
	records::{Access, AccessState, CheckedAccess, Version},
};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpListener,
};

/// An account of which the chain knows nothing.
pub fn nobody() -> WhoIs {
	WhoIs {
		patient: None,
		allowance: AllowanceLeft::default(),
		organisation: None,
		registrations_left: 0,
		practitioner: None,
		licence: Licence::None,
		membership_count: 0,
		operator: None,
		in_service: false,
		encryption_key: None,
	}
}

/// An operator that answers here.
///
/// # Panics
///
/// When the endpoint is longer than the chain takes.
pub fn operator(endpoint: &str) -> Operator {
	Operator {
		organisation: AccountId::new([8; 32]),
		bond: 0,
		endpoint: endpoint.as_bytes().to_vec().try_into().unwrap(),
		peer_id: b"12D3KooWOne".to_vec().try_into().unwrap(),
		since: 0,
		suspended: false,
		leaving_until: None,
		duties: 0,
	}
}

/// The version that this author wrote, by the document with this hash.
pub fn version(author: u8, document: u8) -> Version<AccountId> {
	Version {
		cid: Cid::raw([document; 32]),
		length: 1,
		key_commitment: [3; 32],
		custodians: Default::default(),
		threshold: 2,
		reshared: None,
		author: AccountId::new([author; 32]),
		basis: Basis::OwnRecord,
		submitted_at: 0,
	}
}

/// An access request that is open for this reader, for a version that this custodian keeps.
///
/// # Panics
///
/// Never: there is room for one of either.
pub fn access(reader: &AccountId, custodian: &AccountId) -> CheckedAccess<AccountId> {
	let custodians = vec![custodian.clone()].try_into().unwrap();
	CheckedAccess {
		state: AccessState::Open,
		access: Access {
			record: RecordId(7),
			version: 1,
			patient: reader.clone(),
			readers: vec![reader.clone()].try_into().unwrap(),
			purpose: Purpose::Treatment,
			basis: Basis::OwnRecord,
			obligations: Obligations::default(),
			class: None,
			opened_at: 0,
			expires: Deadline { moment: 1_000_000, block: 0 },
			depositor: reader.clone(),
		},
		version: Some(Version { custodians, ..version(1, 2) }),
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
			let response = [head.as_bytes(), &body].concat();
			// Whoever asked may be gone.
			let _ = stream.read(&mut [0; 4096]).await;
			let _ = stream.write_all(&response).await;
			let _ = stream.shutdown().await;
		}
	});
	Custodian::at(AccountId::new([9; 32]), endpoint, [0; 32]).unwrap()
}

// SPDX-License-Identifier: Apache-2.0
//! Who stays connected. A connection on which nothing is under way costs little, and gives way to the next one once
//! there are too many: so nobody shuts others out by holding connections open.

use super::{
	Server,
	writing::{Held, Pace, Watched},
};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use jsonrpsee::server::StopHandle;
use std::{
	collections::{BTreeMap, HashMap},
	convert::Infallible,
	net::{IpAddr, Ipv6Addr},
	pin::pin,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::Duration,
};
use tokio::{
	io::{AsyncRead, AsyncWrite},
	net::{TcpListener, TcpStream},
	time::timeout,
};
use tokio_util::sync::CancellationToken;

/// Bytes of a request's head, and those of its body that are read before they are asked for.
const BUFFER_BYTES: usize = 64 * 1024;
/// Bits of an IPv6 address that tell its client: as much as one household or machine is commonly given.
const IPV6_PREFIX: u32 = 56;
/// How long it waits when the system gives no more sockets.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
	/// Of all.
	pub open: usize,
	/// Of one address; of IPv6, of one /56. Those of this machine are not counted: a proxy has them for all its callers.
	pub of_an_address: usize,
	/// How long a request's head may take, and how long a connection may wait for the next one.
	pub head: Duration,
	/// How long a TLS handshake may take.
	pub handshake: Duration,
	/// How fast an answer has to be taken.
	pub pace: Pace,
}

/// Whom a request counts for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Client {
	/// This machine: a proxy that is not told of, or whoever else is on it.
	ThisMachine,
	/// An address; of IPv6, the first of its prefix.
	Address(IpAddr),
	/// All whom a proxy passes on without an address that can be read.
	Unknown,
}

/// The open connections.
pub(super) struct Connections {
	limits: ConnectionLimits,
	table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
	open: usize,
	of_an_address: HashMap<Client, usize>,
	/// Connections on which nothing is under way, by how long they have been so.
	waiting: BTreeMap<u64, CancellationToken>,
	next: u64,
}

impl Table {
	fn wait(&mut self, ended: &CancellationToken) -> u64 {
		let turn = self.next;
		self.next = self.next.wrapping_add(1);
		self.waiting.insert(turn, ended.clone());
		turn
	}
}

/// One of them, until it is dropped.
pub(super) struct Connection {
	all: Arc<Connections>,
	client: Client,
	work: Mutex<Work>,
	ended: CancellationToken,
}

/// What is under way on a connection: a document may still be leaving it when the next request is worked on.
struct Work {
	count: usize,
	/// Its slot among those that wait, while there is nothing.
	turn: Option<u64>,
}

/// While it lives, the connection does not give way.
pub(super) struct AtWork(Arc<Connection>);

impl Connections {
	pub fn new(limits: ConnectionLimits) -> Arc<Self> {
		Arc::new(Self { limits, table: Mutex::default() })
	}

	/// Takes a connection in, if its address has not enough of them, and if one gives way once there are too many.
	pub fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Arc<Connection>> {
		let client = counted_as(address);
		let mut table = self.lock();
		let is_counted = client != Client::ThisMachine;
		if is_counted {
			let open = table.of_an_address.get(&client).copied();
			if open.unwrap_or_default() >= self.limits.of_an_address {
				return None;
			}
		}
		if table.open >= self.limits.open {
			let (_, longest) = table.waiting.pop_first()?;
			longest.cancel();
		}
		table.open = table.open.saturating_add(1);
		if is_counted {
			let open = table.of_an_address.entry(client).or_default();
			*open = open.saturating_add(1);
		}
		let ended = CancellationToken::new();
		let turn = table.wait(&ended);
		drop(table);
		Some(Arc::new(Connection {
			all: self.clone(),
			client,
			work: Mutex::new(Work { count: 0, turn: Some(turn) }),
			ended,
		}))
	}

	fn lock(&self) -> MutexGuard<'_, Table> {
		self.table.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

/// What an address is counted as.
pub(super) fn counted_as(address: IpAddr) -> Client {
	let address = address.to_canonical();
	if address.is_loopback() {
		return Client::ThisMachine;
	}
	Client::Address(match address {
		IpAddr::V6(address) => {
			let others = Ipv6Addr::BITS - IPV6_PREFIX;
			let network = address.to_bits() >> others << others;
			IpAddr::V6(Ipv6Addr::from_bits(network))
		}
		v4 => v4,
	})
}

impl Connection {
	/// Says that something is under way on it that was asked for rightfully.
	pub fn at_work(self: &Arc<Self>) -> AtWork {
		let mut work = self.work();
		work.count = work.count.saturating_add(1);
		if let Some(turn) = work.turn.take() {
			self.all.lock().waiting.remove(&turn);
		}
		drop(work);
		AtWork(self.clone())
	}

	/// Whom it counts for.
	pub fn client(&self) -> Client {
		self.client
	}

	fn work(&self) -> MutexGuard<'_, Work> {
		self.work.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

impl Drop for AtWork {
	fn drop(&mut self) {
		let mut work = self.0.work();
		work.count = work.count.saturating_sub(1);
		// One that is ending already gives way to nobody else.
		if work.count == 0 && !self.0.ended.is_cancelled() {
			work.turn = Some(self.0.all.lock().wait(&self.0.ended));
		}
	}
}

impl Drop for Connection {
	fn drop(&mut self) {
		let turn = self.work().turn.take();
		let mut table = self.all.lock();
		if let Some(turn) = turn {
			table.waiting.remove(&turn);
		}
		table.open = table.open.saturating_sub(1);
		if let Some(open) = table.of_an_address.get_mut(&self.client) {
			*open = open.saturating_sub(1);
			if *open == 0 {
				table.of_an_address.remove(&self.client);
			}
		}
	}
}

/// Takes connections until it is told to stop.
pub(super) async fn accept(listener: TcpListener, server: Arc<Server>, stop: StopHandle) {
	let mut stopped = pin!(stop.shutdown());
	loop {
		let accepted = tokio::select! {
			() = &mut stopped => return,
			accepted = listener.accept() => accepted,
		};
		match accepted {
			Ok((socket, peer)) => {
				if let Some(connection) = server.connections.admit(peer.ip()) {
					tokio::spawn(open(server.clone(), connection, socket));
				}
			}
			Err(cause) => {
				tracing::warn!(%cause, "no connection can be taken now");
				tokio::time::sleep(ACCEPT_PAUSE).await;
			}
		}
	}
}

/// Shakes hands first, if TLS is spoken here. Meanwhile it gives way as any connection on which nothing is under way.
async fn open(server: Arc<Server>, connection: Arc<Connection>, socket: TcpStream) {
	// It only speeds small answers up.
	let _ = socket.set_nodelay(true);
	let Some(tls) = &server.transport.tls else {
		return converse(&server, &connection, socket).await;
	};
	let handshake = timeout(server.connections.limits.handshake, tls.acceptor().accept(socket));
	let shaken = tokio::select! {
		shaken = handshake => shaken,
		() = connection.ended.cancelled() => return,
	};
	match shaken {
		Ok(Ok(stream)) => converse(&server, &connection, stream).await,
		Ok(Err(cause)) => tracing::debug!(%cause, "a TLS handshake failed"),
		Err(_) => tracing::debug!("a TLS handshake took too long"),
	}
}

async fn converse<Io>(server: &Arc<Server>, connection: &Arc<Connection>, io: Io)
where
	Io: AsyncRead + AsyncWrite + Unpin,
{
	let limits = &server.connections.limits;
	let held = Arc::new(Held::default());
	let watched = Watched::new(io, limits.pace, held.clone());
	let service = service_fn(|request| {
		let (server, connection, held) = (server.clone(), connection.clone(), held.clone());
		async move { Ok::<_, Infallible>(server.answer(&connection, &held, request).await) }
	});
	let served = http1::Builder::new()
		.timer(TokioTimer::new())
		.header_read_timeout(limits.head)
		.max_buf_size(BUFFER_BYTES)
		.serve_connection(TokioIo::new(watched), service);
	tokio::select! {
		served = served => if let Err(cause) = served {
			tracing::debug!(%cause, "a connection broke off");
		},
		() = connection.ended.cancelled() => {}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn connections(open: usize, of_an_address: usize) -> Arc<Connections> {
		Connections::new(ConnectionLimits {
			open,
			of_an_address,
			head: Duration::from_secs(1),
			handshake: Duration::from_secs(1),
			pace: Pace::default(),
		})
	}

	fn address(text: &str) -> IpAddr {
		text.parse().unwrap()
	}

	#[test]
	fn whoever_waits_longest_gives_way_and_whoever_is_at_work_does_not() {
		let all = connections(2, 9);
		let working = all.admit(address("10.0.0.1")).unwrap();
		let idle = all.admit(address("10.0.0.2")).unwrap();
		let work = working.at_work();
		let next = all.admit(address("10.0.0.3")).unwrap();
		assert!(idle.ended.is_cancelled() && !working.ended.is_cancelled());
		drop(idle);
		let other_work = next.at_work();
		assert!(all.admit(address("10.0.0.4")).is_none());
		drop((work, other_work));
		let _last = all.admit(address("10.0.0.4")).unwrap();
		assert!(working.ended.is_cancelled() && !next.ended.is_cancelled());
	}

	/// Else an entry stays for good that a new connection takes for one which gives way.
	#[test]
	fn a_connection_waits_once_when_all_that_is_under_way_on_it_has_ended() {
		let all = connections(9, 9);
		let one = all.admit(address("10.0.0.1")).unwrap();
		let (leaving, next) = (one.at_work(), one.at_work());
		drop(leaving);
		assert!(all.lock().waiting.is_empty(), "the next is still under way");
		drop(next);
		assert_eq!(all.lock().waiting.len(), 1);
		drop(one.at_work());
		assert_eq!(all.lock().waiting.len(), 1);
		drop(one);
		assert!(all.lock().waiting.is_empty());
		let ending = all.admit(address("10.0.0.1")).unwrap();
		let work = ending.at_work();
		ending.ended.cancel();
		drop(work);
		assert!(all.lock().waiting.is_empty());
	}

	#[test]
	fn an_address_has_so_many_and_gets_them_back() {
		let all = connections(100, 1);
		for (first, same) in
			[("10.0.0.1", "::ffff:10.0.0.1"), ("2001:db8:0:1::1", "2001:db8:0:ff:ffff::2")]
		{
			let held = all.admit(address(first)).unwrap();
			assert!(all.admit(address(same)).is_none(), "{same}");
			drop(held);
			assert!(all.admit(address(same)).is_some(), "{same}");
		}
		assert!(all.lock().of_an_address.is_empty());
		let neighbours = ["2001:db8:0:ff::1", "2001:db8:0:100::1"];
		let neighbours = neighbours.map(|one| all.admit(address(one)));
		assert!(neighbours.iter().all(Option::is_some));
		let proxied = [0; 5].map(|_| all.admit(address("127.0.0.1")));
		assert!(proxied.iter().all(Option::is_some));
	}
}

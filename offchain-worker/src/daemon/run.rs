//! Serving: custody RPC, IPFS, and the jobs of every finalized block, until told to stop.

use super::{RunOptions, identity::Home};
use crate::{
	assessment::Assessor,
	chain::{ChainClient, NodeClient, answers::OperatorInfo, follow::Follower, questions},
	ipfs::{DocumentStore, Embedded, EmbeddedConfig, Kubo},
	jobs::{Jobs, Worker},
	journal::Journal,
	metrics,
	models::{Engine, Models},
	rpc::{self, Custodian, Custody, Freshness},
};
use anyhow::Context;
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How often peers that are not connected are looked for.
const PEERS_EVERY: Duration = Duration::from_secs(5);

pub async fn run(home: Home, node: &str, options: RunOptions) -> anyhow::Result<()> {
	let node = Arc::new(NodeClient::connect(node).await?);
	let account = home.signer.account();
	let finalized = node.finalized().await?;
	let who = questions::who_is(&*node, &account, finalized.hash).await?;
	let operator = who
		.operator
		.context("this account is no operator yet: run salus-worker join")?;
	anyhow::ensure!(
		who.encryption_key
			.is_some_and(|key| key.key == home.secret.public()),
		"the encryption key on chain is not this keystore's; open the keystore that joined"
	);
	let store = open_store(&home, &options).await?;
	anyhow::ensure!(
		String::from_utf8_lossy(&operator.peer_id) == store.identity().await?.peer_id,
		"the peer id on chain is not this IPFS node's; run salus-worker join again to update it, with \
		 --kubo if a Kubo daemon is used"
	);
	let mut models = Models::load(&options.models, &Engine::new(options.threads))?;
	for model in models.iter() {
		store
			.add(bytes::Bytes::copy_from_slice(model.card_bytes()))
			.await?;
	}
	let assessor = Assessor::new(options.launcher.clone(), options.limits)?;
	// Beside each other: each child takes some time to start.
	let tried = models.iter().cloned().map(|model| {
		let assessor = &assessor;
		async move { (assessor.try_out(&model, options.threads).await, model) }
	});
	for (tried, model) in futures::future::join_all(tried).await {
		if let Err(cause) = tried {
			// Custody goes on without it, and it is not declared.
			let (name, cause) = (&model.card().name, format!("{cause:#}"));
			tracing::error!(
				model = name,
				cause,
				"can't be run in a process of its own: left out"
			);
			models.leave_out(&model.digest());
		}
	}
	let journal = Arc::new(Journal::open(
		home.folder.join("journal.redb"),
		home.at_rest,
	)?);
	let custody = Arc::new(Custody {
		chain: node.clone(),
		signer: home.signer,
		secret: home.secret,
		store: store.clone(),
		journal: journal.clone(),
		freshness: Freshness::new(Duration::from_secs(options.stale_after)),
	});

	if let Some(address) = options.metrics {
		metrics::serve(address).with_context(|| format!("cannot serve metrics on {address}"))?;
	}
	metrics::shares(journal.deposits()?.len());
	let server = rpc::serve(custody.clone(), options.listen)
		.await
		.with_context(|| format!("cannot listen on {}", options.listen))?;
	let stop = CancellationToken::new();
	let peers = tokio::spawn(keep_peers(node.clone(), store, account, stop.clone()));

	// A worker that never ran before kept nothing yet; which requests wait for it, it asks the chain.
	let next = match journal.cursor()? {
		Some(cursor) => {
			let there = node.block_hash(cursor.number).await?;
			anyhow::ensure!(
				there.is_none_or(|hash| hash.0 == cursor.hash),
				"this home has followed another chain than the node's; name the right node with --node, or \
				 another --home for this chain"
			);
			cursor.number.saturating_add(1)
		}
		None => finalized.number,
	};
	let worker =
		Arc::new(Worker::new(custody, node.clone(), models, options.threads, assessor).await?);
	let jobs = Jobs::resume(worker, stop.clone())?;
	tracing::info!(listen = %options.listen, block = next, "serving");

	let mut follower = Follower::new(node.clone(), next);
	// Stopped in the middle of a block, it works through that block again at its next start.
	tokio::select! {
		() = asked_to_stop() => {},
		() = work_through(&mut follower, &node, &jobs) => {},
	}

	tracing::info!("stopping");
	stop.cancel();
	jobs.stop().await;
	// Whoever listened is told; that nobody does any more is no fault.
	let _ = server.stop();
	let _ = peers.await;
	Ok(())
}

/// Works through every finalized block, for ever, and beside it through what came while this worker was away.
async fn work_through(follower: &mut Follower, node: &NodeClient, jobs: &Jobs) {
	let unseen = Notify::new();
	unseen.notify_one();
	tokio::join!(
		reconcile(jobs, &unseen),
		follow(follower, node, jobs, &unseen)
	);
}

/// Does what blocks brought that were not seen.
async fn reconcile(jobs: &Jobs, unseen: &Notify) {
	loop {
		unseen.notified().await;
		until_done("what was not seen", || jobs.reconcile()).await;
		tracing::info!("everything that the chain asks for is under way");
	}
}

async fn follow(follower: &mut Follower, node: &NodeClient, jobs: &Jobs, unseen: &Notify) {
	loop {
		let Ok(block) = follower.next_block().await else {
			skip(follower, jobs, unseen).await;
			continue;
		};
		loop {
			match node.events(block.hash).await {
				Err(cause) if cause.is_for_good() => {
					tracing::warn!(block = block.number, %cause, "its events can't be had");
					skip(follower, jobs, unseen).await;
					break;
				}
				Err(cause) => again(block.number, &cause.into()).await,
				Ok(events) => match jobs.block(block, events).await {
					Ok(()) => break,
					Err(cause) => again(block.number, &cause).await,
				},
			}
		}
	}
}

async fn again(block: u32, cause: &anyhow::Error) {
	let cause = format!("{cause:#}");
	tracing::warn!(block, cause, "block will be worked through again");
	tokio::time::sleep(Duration::from_secs(1)).await;
}

/// Goes on at the chain's head.
async fn skip(follower: &mut Follower, jobs: &Jobs, unseen: &Notify) {
	let block = until_done("the blocks that can't be had", || jobs.skip()).await;
	unseen.notify_one();
	follower.go_on_after(block);
}

/// Tries until it is done, with growing pauses.
async fn until_done<Done, Work>(what: &str, work: impl Fn() -> Work) -> Done
where
	Work: Future<Output = anyhow::Result<Done>>,
{
	let mut pause = Duration::from_secs(1);
	loop {
		match work().await {
			Ok(done) => return done,
			Err(cause) => {
				let cause = format!("{cause:#}");
				tracing::warn!(cause, "{what}: will be tried again");
				tokio::time::sleep(pause).await;
				pause = Duration::from_secs(60).min(pause * 2);
			}
		}
	}
}

async fn open_store(home: &Home, options: &RunOptions) -> anyhow::Result<Arc<dyn DocumentStore>> {
	if let Some(endpoint) = &options.kubo {
		return Ok(Arc::new(Kubo::new(endpoint)?));
	}
	let mut config = EmbeddedConfig::new(home.folder.join("ipfs"), home.peer_seed.clone());
	config.listen = vec![options.ipfs_listen.clone()];
	Ok(Arc::new(Embedded::start(config).await?))
}

async fn asked_to_stop() {
	use tokio::signal::unix::{SignalKind, signal};
	let Ok(mut terminated) = signal(SignalKind::terminate()) else {
		return std::future::pending().await;
	};
	tokio::select! {
		_ = tokio::signal::ctrl_c() => {},
		_ = terminated.recv() => {},
	}
}

/// Keeps this store connected with the other operators', so that documents can be fetched from them.
async fn keep_peers(
	node: Arc<NodeClient>,
	store: Arc<dyn DocumentStore>,
	me: crate::chain::AccountId,
	stop: CancellationToken,
) {
	let connecting = async {
		loop {
			connect_all(&node, &store, &me).await;
			tokio::time::sleep(PEERS_EVERY).await;
		}
	};
	tokio::select! {
		() = stop.cancelled() => {},
		() = connecting => {},
	}
}

/// All at once, so that one that does not answer keeps none of the others waiting.
async fn connect_all(
	node: &NodeClient,
	store: &Arc<dyn DocumentStore>,
	me: &crate::chain::AccountId,
) {
	let connected = store.peers().await.unwrap_or_default();
	let dials = others(node, me).await.into_iter().map(|operator| {
		let peer_id = String::from_utf8_lossy(&operator.peer_id).into_owned();
		let known = connected.contains(&peer_id);
		async move {
			if !known && let Err(cause) = connect(node, store, &operator, &peer_id).await {
				tracing::debug!(%peer_id, cause = format!("{cause:#}"), "peer not connected");
			}
		}
	});
	futures::future::join_all(dials).await;
}

async fn others(node: &NodeClient, me: &crate::chain::AccountId) -> Vec<OperatorInfo> {
	let asked = async {
		let block = node.finalized().await?;
		questions::operators(node, block.hash).await
	};
	match asked.await {
		Ok(operators) => operators
			.into_iter()
			.filter(|operator| operator.account != *me)
			.collect(),
		Err(cause) => {
			tracing::debug!(%cause, "operators not known now");
			Vec::new()
		}
	}
}

/// Asks the other operator where its store listens, and connects if it is who the chain says.
async fn connect(
	node: &NodeClient,
	store: &Arc<dyn DocumentStore>,
	operator: &OperatorInfo,
	peer_id: &str,
) -> anyhow::Result<()> {
	let identity = Custodian::new(operator, node.genesis_hash().0)?
		.identity()
		.await?;
	anyhow::ensure!(
		identity.peer_id == peer_id,
		"it says that it is another peer than on chain"
	);
	for address in &identity.listen_addresses {
		if store.connect(address).await.is_ok() {
			return Ok(());
		}
	}
	anyhow::bail!("none of its addresses answers")
}

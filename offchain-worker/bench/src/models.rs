// SPDX-License-Identifier: Apache-2.0
//! How fast the worker runs its models: one patient at a time, a thousand at once, and the whole flow from a
//! record's ciphertext to an encrypted result. No node is needed.

use anyhow::{Context, Result, anyhow};
use clap::Args;
use salus_core::DataKey;
use salus_inference::{Engine, Graph, Job, Model, RESULT_LENGTH, ResultDocument, Tensors, padded};
use salus_primitives::{Cid, ModelId, RecordId, RequestId};
use serde::Serialize;
use serde_json::{Value, json};
use std::{
	fs,
	hint::black_box,
	path::{Path, PathBuf},
	thread,
	time::{Duration, Instant},
};

/// Patients in a batch.
const BATCH: usize = 1000;
/// The flow runs on so many threads: one a core of the machine that the goal is for.
const THREADS: u32 = 2;
/// 2026-11-20T00:00:00Z, as of when the flow's patient is assessed.
const NOW: u64 = 1_795_132_800_000;

#[derive(Args)]
pub struct Options {
	/// The folder of models.
	#[arg(long)]
	models: PathBuf,
	/// A folder with a graph NAME.onnx for each model that gives back what it takes: the floor.
	#[arg(long)]
	floors: PathBuf,
	/// How many single runs are timed, and how often each thread runs the flow.
	#[arg(long, default_value_t = 4000)]
	repeats: u32,
}

#[derive(Serialize)]
pub struct Figures {
	models: Vec<ModelFigures>,
	flow: Flow,
}

/// Microseconds; of the model, and of the graph that gives back what it takes.
#[derive(Serialize)]
struct ModelFigures {
	name: String,
	single: Spread,
	floor_single: Spread,
	batch_row: f64,
	floor_batch_row: f64,
	/// Its predictions for the first rows, to be compared with Python's.
	predictions: Vec<f64>,
}

#[derive(Serialize)]
struct Spread {
	p50: f64,
	p99: f64,
}

/// From ciphertext to an encrypted result.
#[derive(Serialize)]
struct Flow {
	threads: u32,
	records_per_second: f64,
	/// Which part of the time each step takes.
	steps: Vec<(&'static str, f64)>,
}

pub fn measure(options: &Options) -> Result<Figures> {
	let engine = Engine::new(1);
	let mut models = Vec::new();
	let mut flow = None;
	let mut folders: Vec<PathBuf> =
		fs::read_dir(&options.models)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
	folders.retain(|folder| folder.join("card.json").is_file());
	folders.sort();
	for folder in folders {
		let model = Model::load(&folder, &engine)?;
		models.push(of_model(&model, &folder, &engine, options)?);
		if model.card().name == "diabetes-risk" {
			flow = Some(run_flows(&model, options.repeats)?);
		}
	}
	Ok(Figures { models, flow: flow.context("no model diabetes-risk")? })
}

fn of_model(
	model: &Model,
	folder: &Path,
	engine: &Engine,
	options: &Options,
) -> Result<ModelFigures> {
	let name = &model.card().name;
	let golden: Value = serde_json::from_slice(&fs::read(folder.join("golden.json"))?)?;
	let drawn: Vec<Vec<f64>> = golden["rows"]
		.as_array()
		.context("golden.json has no rows")?
		.iter()
		.map(|row| Ok(serde_json::from_value(row["inputs"].clone())?))
		.collect::<Result<_>>()?;
	let rows: Vec<&[f64]> = drawn.iter().map(Vec::as_slice).cycle().take(BATCH).collect();
	let floor = options.floors.join(format!("{name}.onnx"));
	let tensors = Tensors {
		input: "inputs".into(),
		width: rows.first().map_or(0, |row| row.len()),
		output: "outputs".into(),
	};
	let floor = Graph::load("floor", &fs::read(&floor)?, tensors, engine)?;
	let predictions = model.run_many(&rows)?;
	let singles = |run: &dyn Fn(&[f64]) -> Result<()>| -> Result<Spread> {
		let mut times = Vec::new();
		for row in rows.iter().cycle().take(options.repeats as usize) {
			let began = Instant::now();
			run(row)?;
			times.push(began.elapsed());
		}
		Ok(spread(times))
	};
	let batches = |run: &dyn Fn() -> Result<()>| -> Result<f64> {
		let mut times = Vec::new();
		for _ in 0..options.repeats.div_ceil(20) {
			let began = Instant::now();
			run()?;
			times.push(began.elapsed());
		}
		Ok(spread(times).p50 / BATCH as f64)
	};
	Ok(ModelFigures {
		single: singles(&|row| {
			black_box(model.run(row)?);
			Ok(())
		})?,
		floor_single: singles(&|row| {
			black_box(floor.run(&[row])?);
			Ok(())
		})?,
		batch_row: batches(&|| {
			black_box(model.run_many(&rows)?);
			Ok(())
		})?,
		floor_batch_row: batches(&|| {
			black_box(floor.run(&rows)?);
			Ok(())
		})?,
		predictions: predictions.iter().map(|prediction| prediction.value).collect(),
		name: name.clone(),
	})
}

fn spread(mut times: Vec<Duration>) -> Spread {
	times.sort();
	let at = |share: f64| {
		let index = (times.len() as f64 * share) as usize;
		times
			.get(index.min(times.len().saturating_sub(1)))
			.map_or(0.0, |time| time.as_secs_f64() * 1e6)
	};
	Spread { p50: at(0.5), p99: at(0.99) }
}

const STEPS: [&str; 6] = [
	"decrypt",
	"parse as JSON",
	"inputs from FHIR",
	"run, explain, quantise",
	"write the result",
	"encrypt, digest",
];

fn run_flows(model: &Model, repeats: u32) -> Result<Flow> {
	let key = DataKey::generate();
	let record = salus_core::encrypt(&key, synthetic_record().to_string().as_bytes())?;
	let card = Cid::raw([0; 32]);
	let began = Instant::now();
	let spent = thread::scope(|scope| {
		let threads: Vec<_> = (0..THREADS)
			.map(|thread| {
				let (key, record, card) = (&key, &record, &card);
				scope.spawn(move || -> Result<[Duration; 6]> {
					let mut spent = [Duration::ZERO; 6];
					for number in 0..repeats {
						let request = RequestId(u64::from(thread * repeats + number));
						run_flow(model, key, record, card, request, &mut spent)?;
					}
					Ok(spent)
				})
			})
			.collect();
		threads
			.into_iter()
			.map(|thread| thread.join().map_err(|_| anyhow!("a thread panicked"))?)
			.collect::<Result<Vec<_>>>()
	})?;
	let took = began.elapsed().as_secs_f64();
	let of_step = |step: usize| -> f64 {
		let times = spent.iter().filter_map(|thread| thread.get(step));
		times.map(Duration::as_secs_f64).sum()
	};
	let all: f64 = (0..STEPS.len()).map(of_step).sum();
	let steps = STEPS.into_iter().enumerate();
	Ok(Flow {
		threads: THREADS,
		records_per_second: f64::from(THREADS * repeats) / took,
		steps: steps.map(|(index, name)| (name, of_step(index) / all)).collect(),
	})
}

/// What an operator does with one request, but for network and journal.
fn run_flow(
	model: &Model,
	key: &DataKey,
	record: &[u8],
	card: &Cid,
	request: RequestId,
	spent: &mut [Duration; 6],
) -> Result<()> {
	let mut last = Instant::now();
	let mut steps = spent.iter_mut();
	let mut done = || {
		if let Some(step) = steps.next() {
			*step += last.elapsed();
		}
		last = Instant::now();
	};
	let plaintext = salus_core::decrypt(key, record)?;
	done();
	let document = salus_fhir::parse(std::str::from_utf8(&plaintext)?)?;
	done();
	let features =
		model.features(&[document.into()], NOW).map_err(|problems| anyhow!("{problems:?}"))?;
	done();
	let assessment = model.assess(&features)?;
	done();
	let result = ResultDocument::new(model, &features, &assessment, request, card);
	let bytes = result.to_bytes()?;
	done();
	let job = Job::new(ModelId(0), model.digest(), *card, vec![(RecordId(0), 1)]);
	let bytes = padded(bytes, RESULT_LENGTH);
	let encrypted = salus_core::encrypt_deterministic(&key.result_key(request), &bytes)?;
	black_box((encrypted, job.content(request, &result.output_bytes())));
	done();
	Ok(())
}

/// A record with what the model reads, and no more. Synthetic.
fn synthetic_record() -> Value {
	let concept =
		|code: &str| json!({ "coding": [{ "system": salus_fhir::codes::LOINC, "code": code }] });
	let quantity = |value: f64, unit: &str| json!({ "value": value, "unit": unit, "system": salus_fhir::codes::UCUM, "code": unit });
	let observation = |code: &str, value: f64, unit: &str| {
		json!({
			"resourceType": "Observation",
			"id": format!("o-{code}"),
			"status": "final",
			"code": concept(code),
			"effectiveDateTime": "2026-05-01T10:00:00Z",
			"valueQuantity": quantity(value, unit),
		})
	};
	let resources = [
		json!({ "resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1966-11-20" }),
		observation("39156-5", 31.0, "kg/m2"),
		observation("8480-6", 140.0, "mm[Hg]"),
		observation("2085-9", 1.1, "mmol/L"),
		observation("8867-4", 72.0, "/min"),
	];
	let entries: Vec<Value> =
		resources.into_iter().map(|resource| json!({ "resource": resource })).collect();
	json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

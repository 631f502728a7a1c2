// SPDX-License-Identifier: Apache-2.0
//! Whether a model is asked about people like those it was made from. Each live input is sorted into the bins of
//! its card's reference, and the population stability index says how far the counts lie from the shares.
//!
//! The index and its thresholds: N. Siddiqi, Credit Risk Scorecards, Wiley 2006. How far it lies from zero by
//! chance alone: B. Yurdakul and J. Naranjo, Statistical properties of the population stability index, Journal
//! of Risk Model Validation 14(4), 2020.

use super::{Card, Reference, card::MAX_BINS};
use codec::{Decode, Encode};

/// From this index on the people differ somewhat.
const MODERATE: f64 = 0.1;
/// From this index on they differ so much that what the model was measured to do is in doubt.
const LARGE: f64 = 0.25;
/// Down to this part of its threshold a level that was raised stays, so that it does not come and go.
const HELD: f64 = 0.8;

/// Before so many people there is no verdict: among n people of the training data's kind the index of B bins is
/// about (B - 1) / n all the same, for 200 and ten bins 0.045, which is almost half of the way to a flag.
const PEOPLE_NEEDED: u32 = 200;
/// And not before so many for each bin, for the same reason: references of more than ten bins need more.
const PEOPLE_FOR_A_BIN: u32 = 20;
/// A window of so many people is full.
const FULL: u32 = 1_000;
// A window that was just halved still says something.
const _: () = assert!(PEOPLE_FOR_A_BIN as usize * MAX_BINS <= FULL as usize / 2);

/// How far live inputs lie from the training data's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
pub enum Level {
	/// An index of 0.1 or more; once said, until it is below 0.08.
	Moderate,
	/// An index of 0.25 or more; once said, until it is below 0.2.
	Large,
}

impl Level {
	/// The level of an index, after another one: it rises at a threshold and falls below 0.8 of it.
	pub fn of(index: f64, before: Option<Self>) -> Option<Self> {
		Self::reached(index).max(before.min(Self::reached(index / HELD)))
	}

	fn reached(index: f64) -> Option<Self> {
		match index {
			index if index >= LARGE => Some(Self::Large),
			index if index >= MODERATE => Some(Self::Moderate),
			_ => None,
		}
	}
}

/// How many people a model was asked about lately, and how many of them lay in each bin: numbers of people,
/// none of their values.
///
/// Whoever keeps it counts a person once for as long as the window holds that person (the worker's journal). A full
/// window is halved, each count rounded down, so that it slides: with every 500 people more, all those before them
/// count half as much, and the older half of them are forgotten.
#[derive(Clone, PartialEq, Eq, Default, Debug, Encode, Decode)]
pub struct Window {
	/// People.
	pub people: u32,
	/// For each feature with a reference, in the card's order, the people in each bin.
	pub counts: Vec<Vec<u32>>,
}

impl Window {
	/// One person with these values, in the order of the card's features; none when the card has no reference.
	pub fn of_one(card: &Card, values: &[f64]) -> Option<Self> {
		let inputs = card.features.iter().zip(values);
		let counts: Vec<Vec<u32>> = inputs
			.filter_map(|(feature, value)| {
				let reference = feature.reference.as_ref()?;
				let lies_in = bin(reference, *value);
				let bins = 0..reference.shares.len();
				Some(bins.map(|bin| u32::from(bin == lies_in)).collect())
			})
			.collect();
		(!counts.is_empty()).then_some(Self { people: 1, counts })
	}

	/// Counts more people by the same references, and halves a window that is full.
	pub fn add(&mut self, more: &Self) {
		if self.counts.is_empty() {
			self.counts = more.counts.iter().map(|bins| vec![0; bins.len()]).collect();
		}
		self.people = self.people.saturating_add(more.people);
		for (bins, more) in self.counts.iter_mut().zip(&more.counts) {
			for (count, more) in bins.iter_mut().zip(more) {
				*count = count.saturating_add(*more);
			}
		}
		if self.people >= FULL {
			self.people /= 2;
			for count in self.counts.iter_mut().flatten() {
				*count /= 2;
			}
		}
	}

	/// The largest index of the card's references, by which the people were counted; none before there are
	/// enough.
	pub fn index(&self, card: &Card) -> Option<f64> {
		let bins = self.counts.iter().map(Vec::len).max().unwrap_or_default();
		let for_bins = u32::try_from(bins).unwrap_or(u32::MAX).saturating_mul(PEOPLE_FOR_A_BIN);
		if self.people < for_bins.max(PEOPLE_NEEDED) {
			return None;
		}
		let references = card.features.iter().filter_map(|feature| feature.reference.as_ref());
		references
			.zip(&self.counts)
			.map(|(reference, counts)| psi(&reference.shares, counts))
			.max_by(f64::total_cmp)
	}
}

/// The bin that a value lies in; at an edge the one above it.
fn bin(reference: &Reference, value: f64) -> usize {
	reference.edges.partition_point(|edge| *edge <= value)
}

/// The population stability index of counts against expected shares: the sum of (q - p) ln(q / p), where p is
/// a bin's expected share and q its share of the counts. None is negative, so neither is the sum.
///
/// Every bin counts half a person more than it has, as under Jeffreys' prior, so that an empty one gives no
/// infinite index; with hundreds of people the half does not show.
fn psi(shares: &[f64], counts: &[u32]) -> f64 {
	const ADDED: f64 = 0.5;
	let counts = || counts.iter().map(|count| f64::from(*count) + ADDED);
	let all: f64 = counts().sum();
	shares
		.iter()
		.zip(counts())
		.map(|(expected, count)| {
			let share = count / all;
			(share - expected) * (share / expected).ln()
		})
		.sum()
}

#[cfg(test)]
mod tests {
	use super::*;
	use rand::{Rng, SeedableRng, rngs::StdRng};
	use serde_json::{Value, json};
	use std::path::Path;

	/// The shipped card with a reference of its first feature alone: tenths of 0 to 1.
	fn card() -> Card {
		let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/diabetes-risk/card.json");
		let mut card: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
		for feature in card["features"].as_array_mut().unwrap() {
			feature["reference"] = Value::Null;
		}
		let edges: Vec<f64> = (1..10).map(|tenth| f64::from(tenth) / 10.0).collect();
		let shares = vec![0.1; 10];
		card["features"][0]["reference"] = json!({ "edges": edges, "shares": shares });
		Card::parse(&serde_json::to_vec(&card).unwrap(), Path::new("card.json")).unwrap()
	}

	/// So many people, the first feature's values drawn from 0 to 1 and changed.
	fn drawn(people: u32, change: impl Fn(f64) -> f64) -> Window {
		let (card, mut window) = (card(), Window::default());
		let mut random = StdRng::seed_from_u64(2020);
		for _ in 0..people {
			let mut values = vec![0.0; card.features.len()];
			values[0] = change(random.gen_range(0.0..1.0));
			window.add(&Window::of_one(&card, &values).unwrap());
		}
		window
	}

	#[test]
	fn a_value_at_an_edge_belongs_above_it() {
		let reference = Reference { edges: vec![1.0, 2.0], shares: vec![0.2, 0.3, 0.5] };
		for (value, lies_in) in
			[(-1e300, 0), (0.999, 0), (1.0, 1), (1.999, 1), (2.0, 2), (1e300, 2)]
		{
			assert_eq!(bin(&reference, value), lies_in, "{value}");
		}
	}

	#[test]
	fn the_index_is_as_by_hand() {
		let near = |index: f64, by_hand: f64| {
			assert!((index - by_hand).abs() < 1e-5, "{index} for {by_hand}");
		};
		// Shares 29.5/39 = 0.756410 and 9.5/39 = 0.243590; both differ by 0.256410 from a half:
		// 0.256410 × (ln 1.512821 - ln 0.487179) = 0.256410 × ln 3.105263 = 0.256410 × 1.133098.
		near(psi(&[0.5, 0.5], &[29, 9]), 0.290538);
		// An empty bin: shares 0.5/200 and 199.5/200: 0.4975 × ln 399 = 0.4975 × 5.988961.
		near(psi(&[0.5, 0.5], &[0, 199]), 2.979508);
		// As expected, but for the half: shares 40.5/201.5, 60.5/201.5 and 100.5/201.5.
		near(psi(&[0.2, 0.3, 0.5], &[40, 60, 100]), 0.000008);
		near(psi(&[0.1; 10], &[100; 10]), 0.0);
		// Nobody at all is not a drift.
		near(psi(&[0.5, 0.5], &[0, 0]), 0.0);
	}

	#[test]
	fn people_like_those_of_the_reference_raise_nothing() {
		for people in [400, 999, 1_000, 3_000] {
			let index = drawn(people, |value| value).index(&card()).unwrap();
			assert!((0.0..MODERATE).contains(&index), "{people}: {index}");
		}
	}

	#[test]
	fn other_people_raise_a_large_flag() {
		// Of the root of a uniform number (2i - 1) / 100 lies in bin i: an index of 0.46.
		let index = drawn(999, f64::sqrt).index(&card()).unwrap();
		assert_eq!(Level::of(index, None), Some(Level::Large), "{index}");
	}

	#[test]
	fn too_few_people_say_nothing() {
		assert_eq!(drawn(199, f64::sqrt).index(&card()), None);
		assert!(drawn(200, f64::sqrt).index(&card()).is_some());
		let window = |people, bins| Window { people, counts: vec![vec![20; bins]] };
		assert_eq!(window(399, 20).index(&card()), None);
		assert!(window(400, 20).index(&card()).is_some());
		assert_eq!(Window::default().index(&card()), None);
	}

	#[test]
	fn a_card_without_references_is_not_counted() {
		let mut card = card();
		card.features[0].reference = None;
		assert_eq!(Window::of_one(&card, &[50.0, 1.0, 30.0, 120.0, 50.0]), None);
	}

	#[test]
	fn a_level_falls_only_well_below_its_threshold() {
		let (none, moderate, large) = (None, Some(Level::Moderate), Some(Level::Large));
		for (index, before, now) in [
			(0.099, none, none),
			(0.1, none, moderate),
			(0.249, none, moderate),
			(0.25, none, large),
			(0.25, moderate, large),
			(0.081, moderate, moderate),
			(0.079, moderate, none),
			(0.201, large, large),
			(0.199, large, moderate),
			(0.081, large, moderate),
			(0.079, large, none),
			// Before it was raised, nothing holds it.
			(0.099, none, none),
			(0.249, moderate, moderate),
		] {
			assert_eq!(Level::of(index, before), now, "{index} after {before:?}");
		}
	}

	#[test]
	fn a_full_window_is_halved_and_old_people_fade() {
		let holding = |people, counts: [u32; 2]| Window { people, counts: vec![counts.to_vec()] };
		let mut window = Window::default();
		for _ in 0..999 {
			window.add(&holding(1, [1, 0]));
		}
		assert_eq!(window, holding(999, [999, 0]));
		window.add(&holding(1, [0, 1]));
		assert_eq!(window, holding(500, [499, 0]));
		for _ in 0..500 {
			window.add(&holding(1, [0, 1]));
		}
		assert_eq!(window, holding(500, [249, 250]));
	}
}

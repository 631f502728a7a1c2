// SPDX-License-Identifier: Apache-2.0
//! Model files that are not what their card says.

use super::*;

#[test]
fn a_file_that_is_not_the_cards_is_refused() {
	let folder = tempfile::tempdir().unwrap();
	let from = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/diabetes-risk"));
	for name in ["card.json", "model.onnx"] {
		std::fs::copy(from.join(name), folder.path().join(name)).unwrap();
	}
	assert_eq!(Model::load(folder.path(), &engine()).unwrap().digest(), MODEL.digest());

	let mut model = std::fs::read(from.join("model.onnx")).unwrap();
	*model.last_mut().unwrap() ^= 1;
	std::fs::write(folder.path().join("model.onnx"), &model).unwrap();
	assert!(matches!(Model::load(folder.path(), &engine()), Err(ModelError::Digest { .. })));
	std::fs::remove_file(folder.path().join("model.onnx")).unwrap();
	assert!(matches!(Model::load(folder.path(), &engine()), Err(ModelError::File { .. })));

	let card = std::fs::read_to_string(from.join("card.json")).unwrap();
	for (good, bad) in [
		("\"steps\": 10000", "\"steps\": 0"),
		("\"intercept\"", "\"interception\""),
		("\"below\": 0.088", "\"below\": 0.01"),
		("http://snomed.info/sct", "urn:other"),
	] {
		assert!(card.contains(good), "{good}");
		std::fs::write(folder.path().join("card.json"), card.replace(good, bad)).unwrap();
		let refused = Model::load(folder.path(), &engine());
		assert!(matches!(refused, Err(ModelError::Card { .. })), "{bad}: {refused:?}");
	}
}

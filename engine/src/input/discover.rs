//! From names to files: folders walked, globs expanded, formats told.

use crate::error::{Error, ErrorKind};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a record of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A line.
    Lines,
    /// An entry of a bundle.
    Bundle,
    /// The whole file.
    Text,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// As it was named; a file of a folder with the folder's name before it.
    pub(crate) name: Arc<str>,
    /// `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Its name inside the folder or glob it was found by: what an output folder calls it.
    pub(crate) relative: PathBuf,
    pub(crate) format: Format,
    pub(crate) packing: Packing,
}

/// The files behind the names, in the order of the names and sorted within each; a file that is named twice is read
/// once.
///
/// # Errors
/// A name that is not there, a file of unknown format that was named itself, a folder or glob without any file to read.
/// Files of unknown format inside a folder are left out, and so is what the run itself writes: `own` names its store,
/// output and rejects file, which may lie in a folder that it reads.
pub(crate) fn discover(names: &[String], text: bool, own: &[&Path]) -> Result<Vec<Input>, Error> {
    let own: Vec<PathBuf> = own
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut inputs: Vec<Input> = Vec::new();
    let mut seen = HashSet::new();
    for name in names {
        let found = Finder {
            name,
            text,
            own: &own,
        }
        .find()?;
        inputs.extend(
            found
                .into_iter()
                .filter(|input| seen.insert(input.path.clone())),
        );
    }
    Ok(inputs)
}

struct Finder<'n> {
    name: &'n str,
    text: bool,
    /// Canonical paths.
    own: &'n [PathBuf],
}

impl Finder<'_> {
    fn find(&self) -> Result<Vec<Input>, Error> {
        if self.name == "-" {
            return Ok(vec![self.standard_input()]);
        }
        let path = Path::new(self.name);
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.folder(path),
            Ok(_) => self.file(path, true).map(|file| file.into_iter().collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.is_pattern() => {
                self.glob()
            }
            Err(error) => Err(Error::input(self.name, error)),
        }
    }

    fn is_pattern(&self) -> bool {
        self.name.contains(['*', '?', '['])
    }

    fn standard_input(&self) -> Input {
        Input {
            name: Arc::from("-"),
            path: None,
            relative: PathBuf::from("stdin.ndjson"),
            format: if self.text {
                Format::Text
            } else {
                Format::Lines
            },
            packing: Packing::Plain,
        }
    }

    fn file(&self, path: &Path, named: bool) -> Result<Option<Input>, Error> {
        let source = path.to_string_lossy();
        let Some((format, packing)) = self.format(path, named) else {
            if named {
                let source = source.into_owned();
                return Err(ErrorKind::UnknownFormat { source }.into());
            }
            return Ok(None);
        };
        Ok(Some(Input {
            name: Arc::from(source),
            path: Some(path.to_path_buf()),
            relative: path.file_name().map(PathBuf::from).unwrap_or_default(),
            format,
            packing,
        }))
    }

    /// With the text option a file that is named itself is text whatever it is called.
    fn format(&self, path: &Path, named: bool) -> Option<(Format, Packing)> {
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        let (inner, packing) = match name.rsplit_once('.') {
            Some((inner, "gz")) => (inner, Packing::Gzip),
            Some((inner, "zst" | "zstd")) => (inner, Packing::Zstd),
            _ => (name.as_str(), Packing::Plain),
        };
        let extension = inner
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension);
        let format = match (self.text, extension) {
            (true, "txt") => Format::Text,
            (true, _) => return named.then_some((Format::Text, packing)),
            (false, "ndjson" | "jsonl") => Format::Lines,
            (false, "json") => Format::Bundle,
            (false, _) => return None,
        };
        Some((format, packing))
    }

    fn folder(&self, root: &Path) -> Result<Vec<Input>, Error> {
        let mut files = Vec::new();
        self.walk(root, &mut files)?;
        files.sort();
        let mut inputs = Vec::new();
        for path in &files {
            if let Some(mut input) = self.file(path, false)? {
                input.relative = path.strip_prefix(root).unwrap_or(path).to_path_buf();
                inputs.push(input);
            }
        }
        self.some(inputs)
    }

    /// Hidden files are left out, and links to folders are not followed: they may lead in circles.
    fn walk(&self, root: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
        let mut open = vec![root.to_path_buf()];
        while let Some(folder) = open.pop() {
            let failed = |error| Error::input(&folder.to_string_lossy(), error);
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                if entry.file_name().to_string_lossy().starts_with('.') || self.is_own(&entry) {
                    continue;
                }
                let kind = entry.file_type().map_err(failed)?;
                if kind.is_dir() {
                    open.push(entry.path());
                } else if kind.is_file() || entry.path().is_file() {
                    files.push(entry.path());
                }
            }
        }
        Ok(())
    }

    fn is_own(&self, entry: &fs::DirEntry) -> bool {
        let path = || entry.path().canonicalize();
        !self.own.is_empty() && path().is_ok_and(|path| self.own.contains(&path))
    }

    fn glob(&self) -> Result<Vec<Input>, Error> {
        let invalid = |error| {
            Error::input(
                self.name,
                io::Error::new(io::ErrorKind::InvalidInput, error),
            )
        };
        let mut inputs = Vec::new();
        let options = glob::MatchOptions {
            require_literal_leading_dot: true,
            ..glob::MatchOptions::new()
        };
        for path in glob::glob_with(self.name, options).map_err(invalid)? {
            let path = path.map_err(|error| Error::input(self.name, error.into()))?;
            if path.is_file() {
                inputs.extend(self.file(&path, false)?);
            }
        }
        self.some(inputs)
    }

    fn some(&self, inputs: Vec<Input>) -> Result<Vec<Input>, Error> {
        if inputs.is_empty() {
            let source = self.name.to_owned();
            return Err(ErrorKind::NothingToRead { source }.into());
        }
        Ok(inputs)
    }
}

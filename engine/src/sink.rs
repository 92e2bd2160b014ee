//! Files that a run writes beside the store: enriched resources and rejects, as NDJSON.
//!
//! What is written is flushed before a commit says so, and a resumed run cuts a file back to the length that the last
//! commit knew: behind it lies only what will be written again.

use crate::error::{Error, ErrorKind};
use crate::input::Input;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Stdout, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// One file, or standard output.
pub(crate) struct Sink {
    path: PathBuf,
    writer: BufWriter<Target>,
    len: u64,
}

enum Target {
    File(File),
    Stdout(Stdout),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::File(file) => file.write(bytes),
            Target::Stdout(stdout) => stdout.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::File(file) => file.flush(),
            Target::Stdout(stdout) => stdout.flush(),
        }
    }
}

impl Sink {
    /// Opens `path` (`-`: standard output) cut back to `len` bytes, with its folder if need be.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn open(path: &Path, len: u64) -> Result<Self, Error> {
        let target = match is_stdout(path) {
            true => Target::Stdout(io::stdout()),
            false => Target::File(open(path, len).map_err(Error::sink(path))?),
        };
        Ok(Self {
            path: path.to_path_buf(),
            writer: BufWriter::with_capacity(1 << 18, target),
            len,
        })
    }

    /// Writes a line and its newline, to memory first.
    ///
    /// # Errors
    /// A full disk, for one.
    pub(crate) fn line(&mut self, line: &[u8]) -> Result<(), Error> {
        let written = self
            .writer
            .write_all(line)
            .and_then(|()| self.writer.write_all(b"\n"));
        self.len += line.len() as u64 + 1;
        written.map_err(Error::sink(&self.path))
    }

    /// Hands everything to the operating system, and if `to_disk` waits until it is on the disk.
    ///
    /// # Errors
    /// A full disk, for one.
    pub(crate) fn flush(&mut self, to_disk: bool) -> Result<(), Error> {
        let flushed = self
            .writer
            .flush()
            .and_then(|()| match self.writer.get_ref() {
                Target::File(file) if to_disk && file.metadata()?.is_file() => file.sync_data(),
                _ => Ok(()),
            });
        flushed.map_err(Error::sink(&self.path))
    }

    /// Bytes written so far.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }
}

fn open(path: &Path, len: u64) -> io::Result<File> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(false)
        .open(path)?;
    if file.metadata()?.is_file() {
        file.set_len(len)?;
        file.seek(SeekFrom::Start(len))?;
    }
    Ok(file)
}

fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether a run that wrote `len` bytes to `path` can go on writing there.
pub(crate) fn can_resume(path: &Path, len: u64) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() >= len)
}

/// Whether what was written to `path` stays there, to be cut and gone on from: not in a pipe or device.
pub(crate) fn is_kept(path: &Path) -> bool {
    !is_stdout(path)
        && path
            .metadata()
            .map_or(true, |metadata| metadata.is_file() || metadata.is_dir())
}

/// Where enriched resources go.
pub(crate) enum Output {
    Nowhere,
    One(Sink),
    /// A file for each input, by its place among them; the one being written.
    Each {
        paths: Vec<PathBuf>,
        open: Option<(usize, Sink)>,
    },
}

impl Output {
    /// Opens the output; with a folder, the file of input `index`. The file is cut back to `len`.
    ///
    /// # Errors
    /// If it cannot be written, is an input itself, or two inputs would go to one file.
    pub(crate) fn open(
        out: Option<&Path>,
        inputs: &[Input],
        (index, len): (usize, u64),
    ) -> Result<Self, Error> {
        let Some(out) = out else {
            return Ok(Output::Nowhere);
        };
        if !is_folder(out) {
            not_inputs(&[out.to_path_buf()], inputs)?;
            return Sink::open(out, len).map(Output::One);
        }
        let paths = paths(out, inputs)?;
        let mut output = Output::Each { paths, open: None };
        if len > 0 {
            output.select(index, len)?;
        }
        Ok(output)
    }

    /// The file that what comes from input `index` is written to.
    fn select(&mut self, index: usize, len: u64) -> Result<(), Error> {
        if let Output::Each { paths, open } = self
            && open.as_ref().is_none_or(|(current, _)| *current != index)
            && let Some(path) = paths.get(index)
        {
            if let Some((_, mut before)) = open.take() {
                before.flush(false)?;
            }
            *open = Some((index, Sink::open(path, len)?));
        }
        Ok(())
    }

    /// Makes the file of input `index`, though it may stay empty.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn touch(&mut self, index: usize) -> Result<(), Error> {
        self.select(index, 0)
    }

    /// Writes an enriched line of input `index`.
    ///
    /// # Errors
    /// A full disk, for one.
    pub(crate) fn line(&mut self, index: usize, line: &[u8]) -> Result<(), Error> {
        self.select(index, 0)?;
        self.current().map_or(Ok(()), |sink| sink.line(line))
    }

    pub(crate) fn flush(&mut self, to_disk: bool) -> Result<(), Error> {
        self.current().map_or(Ok(()), |sink| sink.flush(to_disk))
    }

    /// Bytes in the file being written.
    pub(crate) fn len(&mut self) -> u64 {
        self.current().map_or(0, |sink| sink.len())
    }

    pub(crate) fn is_somewhere(&self) -> bool {
        !matches!(self, Output::Nowhere)
    }

    fn current(&mut self) -> Option<&mut Sink> {
        match self {
            Output::Nowhere => None,
            Output::One(sink) => Some(sink),
            Output::Each { open, .. } => open.as_mut().map(|(_, sink)| sink),
        }
    }
}

/// A folder that is there, or a name that ends like one.
pub(crate) fn is_folder(out: &Path) -> bool {
    out.is_dir() || out.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR)
}

/// The file of each input inside the folder.
///
/// # Errors
/// If two inputs would go to one file, or to one of the inputs.
pub(crate) fn paths(folder: &Path, inputs: &[Input]) -> Result<Vec<PathBuf>, Error> {
    let mut taken: HashMap<PathBuf, &Input> = HashMap::new();
    let mut paths = Vec::with_capacity(inputs.len());
    for input in inputs {
        let path = folder.join(ndjson(&input.relative));
        if let Some(first) = taken.insert(path.clone(), input) {
            let (first, second) = (first.name.to_string(), input.name.to_string());
            return Err(ErrorKind::SameOutput {
                path,
                first,
                second,
            }
            .into());
        }
        paths.push(path);
    }
    not_inputs(&paths, inputs)?;
    Ok(paths)
}

/// `a.ndjson.gz`, `a.json` and `a.txt` all become `a.ndjson`.
fn ndjson(relative: &Path) -> PathBuf {
    let packed = relative
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("gz") || extension == "zst");
    let inner = if packed {
        relative.with_extension("")
    } else {
        relative.to_path_buf()
    };
    inner.with_extension("ndjson")
}

/// That the rejects file, which is open, is not the output, too: each would overwrite the other.
///
/// # Errors
/// `OutputIsRejects`.
pub(crate) fn not_rejects(out: &Output, rejects: &Path) -> Result<(), Error> {
    let own = |path: &Path| inode(path).is_some_and(|file| Some(file) == inode(rejects));
    let is_rejects = match out {
        Output::Nowhere => false,
        Output::One(sink) => own(&sink.path),
        Output::Each { paths, .. } => paths.iter().any(|path| own(path)),
    };
    if is_rejects {
        let path = rejects.to_path_buf();
        return Err(ErrorKind::OutputIsRejects { path }.into());
    }
    Ok(())
}

/// Which regular file a path leads to, whatever it is called: hard links have many names.
fn inode(path: &Path) -> Option<(u64, u64)> {
    let metadata = path.metadata().ok().filter(fs::Metadata::is_file)?;
    Some((metadata.dev(), metadata.ino()))
}

/// That none of the paths is an input: writing to it would destroy it.
///
/// # Errors
/// `OutputIsInput`.
pub(crate) fn not_inputs(paths: &[PathBuf], inputs: &[Input]) -> Result<(), Error> {
    let read: HashSet<_> = inputs
        .iter()
        .filter_map(|input| inode(input.path.as_ref()?))
        .collect();
    match paths
        .iter()
        .find(|path| inode(path).is_some_and(|file| read.contains(&file)))
    {
        Some(path) => Err(ErrorKind::OutputIsInput { path: path.clone() }.into()),
        None => Ok(()),
    }
}

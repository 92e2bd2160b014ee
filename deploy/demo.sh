#!/usr/bin/env bash
# The main job on the bundled model, terminology and notes: enrich, show one note, query it over HTTP.
set -euo pipefail
wardlake=$1
dir=$2
store="$dir/store"
rm -rf "$dir"
mkdir -p "$dir"

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }

say "\$ wardlake enrich examples/notes.ndjson --store $store"
"$wardlake" enrich examples/notes.ndjson --store "$store"

say "\$ wardlake show DocumentReference/note-ed-chest-pain --store $store"
"$wardlake" show DocumentReference/note-ed-chest-pain --store "$store" --color always

say "\$ wardlake serve --store $store &   # then ask for a patient's notes over HTTP"
"$wardlake" serve --store "$store" --listen 127.0.0.1:0 >"$dir/serve.out" 2>"$dir/serve.log" &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    base=$(grep -oE 'http://[0-9.]+:[0-9]+' "$dir/serve.out" "$dir/serve.log" -h | head -n 1 || true)
    [ -n "$base" ] && break
    sleep 0.1
done
say "\$ curl '$base/fhir/DocumentReference?patient=pat-001&_count=1'"
curl -sS "$base/fhir/DocumentReference?patient=pat-001&_count=1" >"$dir/page.json"
head -c 600 "$dir/page.json"
echo " …"
say "\$ curl $base/InferICD10CM -d '{\"Text\": \"Denies chest pain. Type 2 diabetes, on metformin 500 mg bid.\"}'"
curl -sS "$base/InferICD10CM" -H 'content-type: application/json' \
    -d '{"Text": "Denies chest pain. Type 2 diabetes, on metformin 500 mg bid."}'

say "Next"
cat <<EOF
  $wardlake show DocumentReference/note-discharge-chf --store $store
  $wardlake serve --store $store            # FHIR under http://127.0.0.1:8470/fhir
  echo 'Father had colon cancer.' | $wardlake nlp -
  $wardlake enrich YOUR.ndjson --store DIR  # kill it, run it again: it goes on where it was
EOF

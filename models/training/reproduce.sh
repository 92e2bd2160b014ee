#!/bin/sh
# Trains both stages and exports the bundle: ./reproduce.sh SHARED
set -eu
shared=$(cd "$1" && pwd)
cd "$(dirname "$0")"
checkpoints=${CHECKPOINTS:-checkpoints}
python=${PYTHON:-python}
mkdir -p "$checkpoints"
"$python" train.py pretrain --shared "$shared" --out "$checkpoints/pretrain.pt" --minutes 57
"$python" train.py finetune --shared "$shared" --init "$checkpoints/pretrain.pt" --out "$checkpoints/finetune.pt" --minutes 65
"$python" export.py --shared "$shared" --checkpoint "$checkpoints/finetune.pt"

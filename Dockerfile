# The service, its workers and its migrations: one image, three commands (see compose.yaml).
FROM python:3.11-slim

# Numba compiles the kernels once into this folder, which the volume keeps.
ENV CILT_HOME=/var/lib/cilt NUMBA_CACHE_DIR=/var/lib/cilt/kernels PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --create-home cilt && install -d -o cilt -g cilt -m 700 /var/lib/cilt

WORKDIR /opt/cilt
COPY pyproject.toml constraints.txt README.md ./
COPY scheduler scheduler
COPY api api
COPY data data
COPY benchmarks/__init__.py benchmarks/__init__.py
COPY benchmarks/harness benchmarks/harness
RUN pip install --no-cache-dir --constraint constraints.txt .

USER cilt
VOLUME /var/lib/cilt
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["cilt", "serve", "--host", "0.0.0.0"]

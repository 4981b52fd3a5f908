# The command, and the worker of a queue, from this repository:
#
#   docker build --target command --tag kernelgan .
#   docker run --rm --volume "$PWD:/work" kernelgan upscale photo.jpg
#   docker build --target worker --tag kernelgan-worker .          (compose.yaml has it with Redis)

FROM node:24-slim AS packages
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts && npm run build \
 && mkdir /packages \
 && for name in engine core figures formats queue cli; do (cd "packages/$name" && npm pack --pack-destination /packages) || exit; done

# Installed as users do, for the system of the images; without what only developers read.
FROM node:24-alpine AS installed-command
WORKDIR /opt/kernelgan
COPY --from=packages /packages /packages
RUN mkdir /packages/queue && mv /packages/kernelgan-queue-*.tgz /packages/queue/ \
 && npm install --no-audit --no-fund /packages/*.tgz \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' \) -delete

FROM installed-command AS installed-worker
RUN npm install --no-audit --no-fund /packages/queue/*.tgz \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' \) -delete

# Node without npm.
FROM alpine:3 AS node
RUN apk add --no-cache libstdc++
COPY --from=installed-command /usr/local/bin/node /usr/local/bin/node
ENV NODE_ENV=production
WORKDIR /work
USER 1000:1000
ENTRYPOINT ["node", "/opt/kernelgan/node_modules/kernelgan/bin/kernelgan.js"]

FROM node AS worker
COPY --from=installed-worker /opt/kernelgan /opt/kernelgan
CMD ["worker"]

FROM node AS command
COPY --from=installed-command /opt/kernelgan /opt/kernelgan
CMD ["--help"]

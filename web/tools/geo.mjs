// Draws the district map once, at development time: node tools/geo.mjs PATH/TO/map/json/province/tianjin.json
// The source is the npm package echarts@4.9.0 (Apache-2.0, see apps/staff/assets/geo/NOTICE). Its compressed outlines are
// decoded, thinned by Douglas–Peucker and written as SVG paths; the six inner districts again, larger, for the inset.
import { readFileSync, writeFileSync } from 'node:fs';

const CODES = {
  和平区: '120101', 河东区: '120102', 河西区: '120103', 南开区: '120104', 河北区: '120105', 红桥区: '120106',
  东丽区: '120110', 西青区: '120111', 津南区: '120112', 北辰区: '120113', 武清区: '120114', 宝坻区: '120115',
  滨海新区: '120116', 宁河区: '120117', 静海区: '120118', 蓟州区: '120119',
};
const WIDTH = 346;
const HEIGHT = 560;
const INSET = 150;
// Where the file's own label point sits badly: shifts in map units.
const NUDGE = { 东丽区: [10, 4], 津南区: [-4, 6], 西青区: [-10, 12], 滨海新区: [6, -18], 北辰区: [-2, -6], 武清区: [0, 6] };
const NUDGE_INSET = { 河北区: [3, -4], 河东区: [12, 4], 和平区: [0, 0], 红桥区: [-6, 10], 南开区: [-6, -2], 河西区: [0, 10] };

const zigzag = (value) => (value >> 1) ^ -(value & 1);

/** echarts' compression: pairs of zigzag deltas offset by 64, in 1/1024 degree. */
function decode(text, [x, y]) {
  const ring = [];
  for (let i = 2; i < text.length; i += 2) {
    x += zigzag(text.charCodeAt(i) - 64);
    y += zigzag(text.charCodeAt(i + 1) - 64);
    ring.push([x / 1024, y / 1024]);
  }
  return ring;
}

/** Longitude is shrunk by the cosine of the city's latitude, so that distances look alike both ways. */
function projection(points, width, height, pad) {
  const flat = points.map(([lon, lat]) => [lon * Math.cos((39.3 * Math.PI) / 180), -lat]);
  const xs = flat.map((p) => p[0]);
  const ys = flat.map((p) => p[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const scale = Math.min((width - 2 * pad) / (Math.max(...xs) - left), (height - 2 * pad) / (Math.max(...ys) - top));
  return ([lon, lat]) => [
    pad + (lon * Math.cos((39.3 * Math.PI) / 180) - left) * scale,
    pad + (-lat - top) * scale,
  ];
}

function distance([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(px - ax, py - ay) : Math.abs(dy * (px - ax) - dx * (py - ay)) / length;
}

function simplify(line, tolerance) {
  if (line.length < 3) return line;
  let worst = 0;
  let at = 0;
  for (let i = 1; i < line.length - 1; i += 1) {
    const off = distance(line[i], line[0], line[line.length - 1]);
    if (off > worst) [worst, at] = [off, i];
  }
  if (worst <= tolerance) return [line[0], line[line.length - 1]];
  return [...simplify(line.slice(0, at + 1), tolerance).slice(0, -1), ...simplify(line.slice(at), tolerance)];
}

function path(ring, project, tolerance) {
  const points = ring.map(project);
  const half = Math.floor(points.length / 2); // a closed ring has no ends to hold on to: thin its two halves
  const thin = [...simplify(points.slice(0, half + 1), tolerance).slice(0, -1), ...simplify(points.slice(half), tolerance)];
  return `M${thin.map(([x, y]) => `${Number(x.toFixed(1))} ${Number(y.toFixed(1))}`).join('L')}Z`;
}

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const districts = source.features.map((feature) => {
  const rings = feature.geometry.type === 'Polygon' ? [feature.geometry] : [];
  if (rings.length !== 1) throw new Error(`${feature.properties.name}: one polygon expected`);
  const ring = decode(feature.geometry.coordinates[0], feature.geometry.encodeOffsets[0]);
  return { name: feature.properties.name, code: CODES[feature.properties.name], cp: feature.properties.cp, ring };
});
if (districts.length !== 16 || districts.some((d) => !d.code)) throw new Error('sixteen known districts expected');

function draw(list, width, height, pad, tolerance, nudge) {
  const project = projection(list.flatMap((d) => d.ring), width, height, pad);
  return list
    .map((d) => {
      const [x, y] = project(d.cp);
      const [nx, ny] = nudge[d.name] ?? [0, 0];
      return { code: d.code, name: d.name, label: [Math.round(x + nx), Math.round(y + ny)], d: path(d.ring, project, tolerance) };
    })
    .sort((a, b) => a.code.localeCompare(b.code));
}

const inner = districts.filter((d) => d.code < '120107');
const map = {
  note: '示意图，不作划界依据',
  approval: '',
  width: WIDTH,
  height: HEIGHT,
  districts: draw(districts, WIDTH, HEIGHT, 4, 0.35, NUDGE),
  inset: { size: INSET, districts: draw(inner, INSET, INSET, 8, 0.08, NUDGE_INSET) },
};
writeFileSync(new URL('../apps/staff/assets/geo/tianjin.json', import.meta.url), `${JSON.stringify(map)}\n`);

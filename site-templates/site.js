// What makes the site handier where scripts run; without it nothing is missing.
// Column heads sort their table, a field in the page's head leads to a country
// or network by its name or number, and charts tell each day's number.
(() => {
	'use strict';
	const script = document.currentScript;
	const root = script.src.slice(0, script.src.lastIndexOf('/') + 1);

	// --- Tables -----------------------------------------------------------

	// A cell as a number; NaN: it holds none. "1,414", "−28 (−1.9 %)", "< 0.01".
	const numberIn = (text) => {
		const found = text.replace(/,/g, '').match(/[+−-]?\d+(\.\d+)?/);
		return found ? Number(found[0].replace('−', '-')) : NaN;
	};

	const compare = (isNumber) => (a, b) => {
		if (!isNumber)
			return a.text.localeCompare(b.text, 'en', {numeric: true});
		// What is withheld or unknown stands last, whichever way.
		if (isNaN(a.number) || isNaN(b.number))
			return isNaN(a.number) - isNaN(b.number);
		return b.number - a.number;
	};

	const sort = (table, head, column) => {
		const body = table.tBodies[0];
		const isNumber = head.classList.contains('num');
		const again = head.getAttribute('aria-sort');
		const first = isNumber ? 'descending' : 'ascending';
		const turned = isNumber ? 'ascending' : 'descending';
		const order = again === first ? turned : first;
		const rows = [...body.rows].map((row) => {
			const text = row.cells[column].textContent.trim();
			return {row, text, number: numberIn(text)};
		});
		rows.sort(compare(isNumber));
		if (order === turned) {
			const known = rows.filter((r) => !isNumber || !isNaN(r.number));
			rows.splice(0, known.length, ...known.reverse());
		}
		for (const th of table.tHead.rows[0].cells)
			th.removeAttribute('aria-sort');
		head.setAttribute('aria-sort', order);
		body.append(...rows.map((r) => r.row));
	};

	for (const table of document.querySelectorAll('table.sortable')) {
		[...table.tHead.rows[0].cells].forEach((head, column) => {
			if (head.tagName !== 'TH' || head.classList.contains('fixed'))
				return;
			const button = document.createElement('button');
			button.type = 'button';
			button.append(...head.childNodes);
			button.addEventListener('click', () => sort(table, head, column));
			head.append(button);
		});
	}

	// --- Search -----------------------------------------------------------

	const MOST = 8;
	let index; // a promise of the list, once somebody asks for it

	// Entries are [path, name, words to look in].
	const load = async () => {
		const answer = await fetch(root + 'search.json');
		if (!answer.ok)
			throw new Error(answer.statusText);
		const lists = await answer.json();
		const plain = (text) => text.toLowerCase();
		return [
			...lists.countries.map(([key, name]) =>
				[`country/${key}/`, name, plain(`${name} ${key}`)]),
			...lists.networks.map(([key, name]) =>
				[`asn/AS${key}/`, `AS${key} ${name}`, plain(`as${key} ${key} ${name}`)]),
		];
	};

	// What begins with the words comes before what has them somewhere.
	const find = (entries, words) => {
		const starts = [], others = [];
		for (const entry of entries) {
			const at = entry[2].indexOf(words);
			if (at === 0 || (at > 0 && entry[2][at - 1] === ' '))
				starts.push(entry);
			else if (at > 0)
				others.push(entry);
			if (starts.length === MOST)
				break;
		}
		return [...starts, ...others].slice(0, MOST);
	};

	const form = document.createElement('form');
	form.className = 'search';
	form.setAttribute('role', 'search');
	const field = document.createElement('input');
	field.type = 'search';
	field.placeholder = 'Search';
	field.autocomplete = 'off';
	field.setAttribute('aria-label', 'Find a country or network');
	field.setAttribute('aria-describedby', 'search-note');
	const note = document.createElement('p');
	note.id = 'search-note';
	note.className = 'hidden';
	note.setAttribute('role', 'status');
	const list = document.createElement('ul');
	form.append(field, note, list);

	const show = (entries) => {
		list.replaceChildren(...entries.map(([path, name]) => {
			const item = document.createElement('li');
			const link = document.createElement('a');
			link.href = `${root}${path}index.html`;
			link.textContent = name;
			item.append(link);
			return item;
		}));
	};

	const look = async () => {
		const words = field.value.trim().toLowerCase();
		if (words === '') {
			show([]);
			note.textContent = '';
			return;
		}
		try {
			index ??= load();
			const found = find(await index, words);
			if (words !== field.value.trim().toLowerCase())
				return;
			show(found);
			note.textContent = found.length === 0
				? 'Nothing of that name is published'
				: `${found.length} found`;
			note.classList.toggle('hidden', found.length > 0);
		} catch {
			index = undefined;
			note.textContent = 'The list cannot be read here';
			note.classList.remove('hidden');
		}
	};

	field.addEventListener('input', look);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		list.querySelector('a')?.click();
	});
	form.addEventListener('keydown', (event) => {
		const links = [...list.querySelectorAll('a')];
		const at = links.indexOf(document.activeElement);
		if (event.key === 'Escape') {
			field.value = '';
			look();
			field.focus();
		} else if (event.key === 'ArrowDown' && links.length > 0) {
			links[Math.min(at + 1, links.length - 1)].focus();
			event.preventDefault();
		} else if (event.key === 'ArrowUp' && at >= 0) {
			(links[at - 1] ?? field).focus();
			event.preventDefault();
		}
	});
	document.querySelector('.site-header .band')?.append(form);

	// --- Charts -----------------------------------------------------------

	const SCANS = {'mode6-ipv4': 'scan_ntp', 'mode7-ipv4': 'scan_ntpmonitor',
		'mode6-ipv6': 'scan6_ntp', 'mode7-ipv6': 'scan6_ntpmonitor'};
	const DAYS_MOST = 366; // that a chart shows
	const files = new Map(); // promises of numbers, by address

	const read = (url) => {
		if (!files.has(url))
			files.set(url, fetch(url).then((answer) => answer.json()));
		return files.get(url);
	};

	const say = (file, scan, i) => {
		const date = new Date(Date.parse(`${file.first}T00:00Z`) + 864e5 * i);
		const day = date.toLocaleDateString('en-GB',
			{day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'});
		const {hosts, suppressed, partial} = file.scans[scan];
		if (hosts[i] === null)
			return `${day}: ${suppressed[i] ? 'withheld' : 'no scan'}`;
		const isPartial = partial.includes(date.toISOString().slice(0, 10));
		return `${day}: ${hosts[i].toLocaleString('en')} hosts${isPartial ? ' (partial)' : ''}`;
	};

	// A guide lies over a chart: it follows the pointer, and the arrow keys.
	const guide = (plot, url, scan) => {
		const [left, right] = plot.dataset.plot.split(' ').map(Number);
		const width = plot.querySelector('svg').viewBox.baseVal.width;
		const over = document.createElement('div');
		const line = document.createElement('span');
		const words = document.createElement('span');
		over.className = 'guide';
		over.tabIndex = 0;
		over.setAttribute('role', 'slider');
		over.setAttribute('aria-label', 'Day of the chart');
		over.setAttribute('aria-valuenow', '0');
		over.append(line, words);
		plot.append(over);
		let last; // the day shown

		const show = async (choose) => {
			try {
				const file = await read(url);
				const end = file.scans[scan].hosts.length - 1;
				const n = Math.min(DAYS_MOST, end + 1) - 1;
				const back = Math.max(0, Math.min(n, Math.round(choose(n))));
				const x = right - (n > 0 ? back / n * (right - left) : 0);
				last = back;
				words.textContent = say(file, scan, end - back);
				line.style.left = `${100 * x / width}%`;
				words.classList.toggle('before', x > width / 2);
				words.style.left = line.style.left;
				over.classList.add('on');
				over.setAttribute('aria-valuemin', -n);
				over.setAttribute('aria-valuemax', 0);
				over.setAttribute('aria-valuenow', -back);
				over.setAttribute('aria-valuetext', words.textContent);
			} catch {
				over.remove();
			}
		};
		const hide = () => over.classList.remove('on');

		over.addEventListener('pointermove', (event) => {
			const box = over.getBoundingClientRect();
			const x = (event.clientX - box.left) / box.width * width;
			show((n) => (right - x) / (right - left) * n);
		});
		over.addEventListener('pointerleave', hide);
		over.addEventListener('focus', () => show(() => last ?? 0));
		over.addEventListener('blur', hide);
		over.addEventListener('keydown', (event) => {
			const steps = {ArrowLeft: 1, ArrowDown: 1, ArrowRight: -1, ArrowUp: -1,
				PageDown: 30, PageUp: -30, Home: Infinity, End: -Infinity};
			if (event.key === 'Escape')
				hide();
			if (!(event.key in steps))
				return;
			event.preventDefault();
			show(() => (last ?? 0) + steps[event.key]);
		});
	};

	// From a copied folder nothing can be fetched.
	for (const figure of location.protocol === 'file:' ? [] : document.querySelectorAll('.chart-figure')) {
		const file = figure.querySelector('.downloads a[href$=".json"]');
		const scan = SCANS[figure.id.replace('trend-', '')];
		for (const plot of figure.querySelectorAll('[data-plot]'))
			if (file && scan)
				guide(plot, file.href, scan);
	}
})();

-- What a report's page is made of: words, style, escaped text, numbers, bars and tables. Everything here depends on its
-- arguments alone. Text of a page is XML as well as HTML, and its SVG stands in the page.

-- What would change how a page reads is made visible: controls, and the characters that order text anew (U+202A to
-- U+202E, U+2066 to U+2069), as U+FFFD. U+FFFE and U+FFFF are no characters of XML.
CREATE FUNCTION badcase_internal.html(value text, most int DEFAULT 240) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT replace(replace(replace(replace(replace(
      regexp_replace(
        regexp_replace(CASE WHEN length(value) > most THEN left(value, most) || '…' ELSE value END COLLATE "C",
          '[\u0009-\u000d\u0020\u0085\u2028\u2029]+', ' ', 'g'),
        '[\u0001-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]', U&'\FFFD', 'g'),
      '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
  END;
COMMENT ON FUNCTION badcase_internal.html(text, int) IS
  'a text as one line of HTML and XML that shows it as it is, up to so many characters';

-- A comma in a format stands for itself, whatever lc_numeric says.
CREATE FUNCTION badcase_internal.report_number(n bigint) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(to_char(n, 'FM9,999,999,999,999,999,990'), '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_number(bigint) IS 'a number for people; null is a dash';

CREATE FUNCTION badcase_internal.report_share(n bigint, total bigint) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(round(100::numeric * n / nullif(total, 0), 1)::text || '%', '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_share(bigint, bigint) IS 'a share in percent; a dash where there is nothing to share';

CREATE FUNCTION badcase_internal.report_time(at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_time(timestamptz) IS 'a time for people, in UTC; null or infinity is a dash';

-- The text of a date is DateStyle's.
CREATE FUNCTION badcase_internal.report_day(day date) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT to_char(day::timestamp, 'YYYY-MM-DD');
  END;
COMMENT ON FUNCTION badcase_internal.report_day(date) IS 'a day for people';

-- The image is stretched to the width that there is: everything in it is a rectangle, nothing is text. The parts are of
-- the whole, drawn over the edge, so that the line between two of them is seen and no line around them; a mark is a line
-- at that place.
CREATE FUNCTION badcase_internal.report_bar(parts bigint[], looks text[], whole bigint, said text, id text DEFAULT NULL,
    described text DEFAULT NULL, mark bigint DEFAULT NULL) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<svg class="%s" viewBox="0 0 100 10" preserveAspectRatio="none" %s>%s%s<rect class="track" width="100" height="10"/>%s%s</svg>',
      CASE WHEN id IS NULL THEN 'bar' ELSE 'stack' END,
      CASE WHEN id IS NULL THEN 'aria-hidden="true"'
        ELSE format('role="img" aria-labelledby="%s-title" aria-describedby="%1$s-desc"', id) END,
      format('<title%s>%s</title>', ' id="' || id || '-title"', badcase_internal.html(said)),
      '<desc id="' || id || '-desc">' || badcase_internal.html(described, 2000) || '</desc>',
      (SELECT string_agg(format('<rect class="%s" x="%s" y="-2" width="%s" height="14"/>', looks[p.place],
          trim_scale(round(100::numeric * p.before / whole, 3)),
          trim_scale(round(100::numeric * (p.before + p.n) / whole, 3) - round(100::numeric * p.before / whole, 3))), '' ORDER BY p.place)
        FROM (SELECT x.n, x.place, coalesce(sum(x.n) OVER (ORDER BY x.place ROWS UNBOUNDED PRECEDING), 0) - x.n AS before
          FROM unnest(parts) WITH ORDINALITY x(n, place)) p
        WHERE p.n > 0 AND whole > 0),
      '<rect class="mark" x="' || trim_scale(round(100::numeric * mark / nullif(whole, 0), 3)) || '" width="0.5" height="10"/>');
  END;
COMMENT ON FUNCTION badcase_internal.report_bar(bigint[], text[], bigint, text, text, text, bigint) IS
  'numbers as a bar of a table, or with an id as an image by itself with its description: SVG';

-- A number beside others, of which the greatest has the whole width: without the track that a share is of.
CREATE FUNCTION badcase_internal.report_count(n bigint, most bigint, look text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">%s</svg>',
      CASE WHEN n > 0 THEN format('<rect class="%s" width="%s" height="10"/>', look, trim_scale(round(100::numeric * n / most, 3))) ELSE '' END);
  END;
COMMENT ON FUNCTION badcase_internal.report_count(bigint, bigint, text) IS 'a number as a bar, beside the greatest of its table: SVG';

-- The first cell has the name and its bar, so that a page of any width has room for both.
CREATE FUNCTION badcase_internal.report_row(name text, bar text, VARIADIC cells text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format('<tr><th scope="row"><div class="row"><span>%s</span>%s</div></th>%s</tr>', name, coalesce(bar, '<i></i>'),
      (SELECT string_agg('<td>' || c.cell || '</td>', '' ORDER BY c.place) FROM unnest(cells) WITH ORDINALITY c(cell, place))) || E'\n';
  END;
COMMENT ON FUNCTION badcase_internal.report_row(text, text, text[]) IS 'a row of a table: a name, its bar, its numbers; all are HTML';

CREATE FUNCTION badcase_internal.report_table(id text, caption text, heads text[], body text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format(E'<table id="%s" class="c%s"><caption>%s</caption>\n<thead><tr>%s</tr></thead>\n<tbody>\n%s</tbody></table>\n',
      id, cardinality(heads), caption,
      (SELECT string_agg(CASE WHEN h.head = '' THEN '<td></td>' ELSE '<th scope="col">' || h.head || '</th>' END, '' ORDER BY h.place) FROM unnest(heads) WITH ORDINALITY h(head, place)),
      body);
  END;
COMMENT ON FUNCTION badcase_internal.report_table(text, text, text[], text) IS 'a table from its rows; all are HTML';

CREATE FUNCTION badcase_internal.report_legend(looks text[], words text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT '<p class="legend">' || string_agg(format('<span><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="%s" width="10" height="10"/></svg>%s</span>',
      l.look, l.word), ' ' ORDER BY l.place) || E'</p>\n'
    FROM unnest(looks, words) WITH ORDINALITY l(look, word, place);
  END;
COMMENT ON FUNCTION badcase_internal.report_legend(text[], text[]) IS 'what the parts of bars are';

CREATE FUNCTION badcase_internal.report_section(id text, look text, head text, about text, body text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT format(E'<section class="%s" aria-labelledby="%s-head">\n<h2 id="%2$s-head">%s</h2>\n<p class="about">%s</p>\n%s</section>\n',
      look, id, head, about, body);
  END;
COMMENT ON FUNCTION badcase_internal.report_section(text, text, text, text, text) IS 'a section of a page; all are HTML';

-- Text differs from its ground by 4.5 to 1 at least, what is drawn from page and track by 3 to 1, in light and in dark.
-- Nothing is said by colour alone.
CREATE FUNCTION badcase_internal.report_style() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN $css$
:root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d5dbe1;--card:#f5f7f9;--track:#e9edf1;--target:#1b1f24;
--received:#5b7fa6;--held:#9a6700;--pending:#0969da;--needs_changes:#bc4c00;--disputed:#8250df;--accepted:#1a7f37;--before:#6b8f7b;--rejected:#cf222e;--duplicate:#57606a;--withdrawn:#7d8590;--context:#0f766e}
@media (prefers-color-scheme:dark){:root{--page:#0f1317;--ink:#e6edf3;--soft:#9aa4ae;--line:#323941;--card:#171c22;--track:#252c34;--target:#e6edf3;
--received:#7d9cc0;--held:#d29922;--pending:#4493f8;--needs_changes:#f0883e;--disputed:#ab7df8;--accepted:#3fb950;--before:#6f9880;--rejected:#f85149;--duplicate:#9aa4ae;--withdrawn:#768390;--context:#2dd4bf}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:76rem;padding:clamp(1.25rem,4vw,3.5rem) clamp(1rem,4vw,3rem);background:var(--page);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
h1,h2,p,dl,dd,table{margin:0}
header{border-bottom:1px solid var(--line);padding-bottom:1.25rem}
.eyebrow{color:var(--soft);font-size:.8125rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase}
:lang(zh) .eyebrow{letter-spacing:.1em}
h1{font-size:clamp(1.75rem,1.3rem + 2vw,2.5rem);font-weight:700;letter-spacing:-.015em;line-height:1.2;margin:.25rem 0 .5rem}
header .about{font-size:1rem;max-width:46rem}
.when{color:var(--soft);display:flex;flex-wrap:wrap;font-size:.875rem;gap:.125rem 1.5rem;margin-top:.75rem}
.when b{color:var(--ink);font-weight:600}
.tiles{display:grid;gap:.75rem;grid-template-columns:repeat(2,minmax(0,1fr))}
.tiles div{background:var(--card);border-left:.25rem solid var(--line);border-radius:.375rem;display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.75rem 1rem}
.tiles dt{color:var(--soft);font-size:.8125rem;line-height:1.35}
.tiles dd{font-size:1.75rem;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
ul.work{display:grid;gap:.5rem .75rem;grid-template-columns:minmax(0,1fr);list-style:none;margin:1rem 0 0;padding:0}
.work li{align-items:baseline;background:var(--card);border-left:.25rem solid var(--line);border-radius:.375rem;display:grid;gap:0 .75rem;grid-template-columns:minmax(2.75rem,max-content) minmax(0,1fr);padding:.5rem 1rem .5rem .75rem}
.work b{font-size:1.375rem;font-variant-numeric:tabular-nums;font-weight:650;line-height:1.3;text-align:right}
.work span{display:block;font-weight:600;line-height:1.35}
small{color:var(--soft);display:block;font-size:.8125rem;line-height:1.4}
.work code{display:block;line-height:1.4}
.work .for_curator{border-color:var(--needs_changes)}.work .for_reviewer{border-color:var(--pending)}.work .for_contributor{border-color:var(--withdrawn)}
.plots{display:grid;gap:1.25rem 2.5rem;grid-template-columns:minmax(0,1fr);margin-top:1rem}
figure{margin:0}
figcaption{font-size:.875rem}figcaption span,.axis{color:var(--soft);font-size:.8125rem;font-variant-numeric:tabular-nums}
.columns{height:5rem;margin-top:.5rem;width:100%}
.axis{display:flex;justify-content:space-between;margin-top:.25rem}
.pace{margin-top:.75rem;max-width:52rem}
main{display:grid;gap:3rem 3.5rem;grid-template-columns:minmax(0,1fr);margin-top:1.5rem}
.column{align-content:start;display:grid;gap:3rem;grid-template-columns:minmax(0,1fr)}
h2{font-size:1.25rem;font-weight:650;letter-spacing:-.005em;line-height:1.3}
.about{color:var(--soft);font-size:.875rem;margin-top:.25rem;max-width:44rem}
.none{color:var(--soft);border:1px dashed var(--line);border-radius:.375rem;margin-top:1rem;padding:1rem}
.note{color:var(--soft);font-size:.8125rem;margin-top:.75rem}
svg{display:block}
.stack{border-radius:.375rem;height:1.5rem;margin-top:1rem;width:100%}
.stack rect+rect{stroke:var(--page);stroke-width:2px;vector-effect:non-scaling-stroke}
.bar rect+rect+rect:not(.mark){stroke:var(--page);stroke-width:1px;vector-effect:non-scaling-stroke}
.bar{border-radius:.1875rem;height:.5rem;width:100%}
.key{border-radius:.125rem;height:.625rem;width:.625rem}
.legend{display:flex;flex-wrap:wrap;font-size:.8125rem;gap:.25rem 1.25rem;margin-top:.75rem}
.legend span{align-items:center;display:inline-flex;gap:.4375rem}
table{border-collapse:collapse;font-size:.875rem;margin-top:1rem;width:100%}table+table,.note+table{margin-top:1.75rem}
caption{color:var(--soft);font-size:.8125rem;font-weight:600;padding-bottom:.25rem;text-align:left}
thead>tr>*{border-bottom:1px solid var(--line);color:var(--soft);font-size:.75rem;font-weight:500;line-height:1.3;padding:.25rem 0;text-align:right;vertical-align:bottom;overflow-wrap:normal;word-break:keep-all}
thead td+th,thead th+th{min-width:3.25rem}
th+td,td+td,td+th,th+th{padding-left:.75rem;width:1%}
tbody th{font-weight:400;padding:.3125rem 0;text-align:left}
tbody tr+tr>*{border-top:1px solid var(--track)}
td{font-variant-numeric:tabular-nums;line-height:1.35;padding-bottom:.3125rem;padding-top:.3125rem;text-align:right;vertical-align:top;white-space:nowrap}
.row{display:grid;gap:.25rem}
.row span{line-height:1.35}
bdi{display:inline-block;max-width:100%;overflow:hidden;vertical-align:bottom}
code{color:var(--soft);font:.8125em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;margin-top:3rem;padding-top:1rem}
footer p{max-width:52rem}
.track{fill:var(--track)}.mark{fill:var(--target)}
.received{fill:var(--received)}.held{fill:var(--held)}.pending{fill:var(--pending)}.needs_changes{fill:var(--needs_changes)}.disputed{fill:var(--disputed)}
.accepted{fill:var(--accepted)}.before{fill:var(--before)}.rejected{fill:var(--rejected)}.duplicate{fill:var(--duplicate)}.withdrawn{fill:var(--withdrawn)}
.instruction{fill:var(--pending)}.domain{fill:var(--held)}.factual{fill:var(--rejected)}.harmful{fill:var(--disputed)}.context{fill:var(--context)}.other{fill:var(--duplicate)}
.tiles .received{border-color:var(--received)}.tiles .pending{border-color:var(--pending)}.tiles .accepted{border-color:var(--accepted)}.tiles .rejected{border-color:var(--rejected)}
.tiles .needs_changes{border-color:var(--needs_changes)}.tiles .disputed{border-color:var(--disputed)}.tiles .withdrawn{border-color:var(--withdrawn)}
@media (max-width:39.99rem){.work code{display:none}.c7 :is(th,td):is(:nth-child(2),:nth-child(3),:nth-child(5)),.c8 :is(th,td):is(:nth-child(2),:nth-child(3),:nth-child(4),:nth-child(5),:nth-child(6),:nth-child(7)),.c9 :is(th,td):is(:nth-child(2),:nth-child(4),:nth-child(5),:nth-child(8)){display:none}}
@media (min-width:40rem){.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}ul.work{grid-template-columns:repeat(2,minmax(0,1fr))}.row{align-items:center;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.25rem}td{vertical-align:middle}}
@media screen and (min-width:60rem){section:not(.wide) .row{gap:.25rem;grid-template-columns:minmax(0,1fr)}section:not(.wide) td{vertical-align:top}}
@media screen and (min-width:60rem){ul.work{grid-template-columns:repeat(3,minmax(0,1fr))}.plots{grid-template-columns:repeat(3,minmax(0,1fr))}.tiles{grid-template-columns:repeat(6,minmax(0,1fr))}main{grid-template-columns:repeat(2,minmax(0,1fr))}.wide{grid-column:1/-1}}
@page{margin:15mm}
@media print{:root{color-scheme:light;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#c4cbd2;--card:#f5f7f9;--track:#e9edf1;--target:#1b1f24;
--received:#5b7fa6;--held:#9a6700;--pending:#0969da;--needs_changes:#bc4c00;--disputed:#8250df;--accepted:#1a7f37;--before:#6b8f7b;--rejected:#cf222e;--duplicate:#57606a;--withdrawn:#7d8590;--context:#0f766e}
html{font-size:10pt}body{max-width:none;padding:0}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,.column{display:block;margin-top:1.5rem}ul.work,.plots{gap:.5rem 1rem;grid-template-columns:repeat(3,minmax(0,1fr))}section{margin-top:1.75rem}.tiles{gap:.5rem;grid-template-columns:repeat(6,minmax(0,1fr))}.tiles div{padding:.5rem}.tiles dd{font-size:1.375rem}
.row{align-items:center;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:1.25rem}td{vertical-align:middle}tbody th,td{padding-bottom:.1875rem;padding-top:.1875rem}
section:not(.wide),p,tr,li,figure,.tiles div{break-inside:avoid}h2,caption,.about,.stack,.legend,thead{break-after:avoid}.note{break-before:avoid}thead{display:table-header-group}}
$css$;
COMMENT ON FUNCTION badcase_internal.report_style() IS 'the style sheet of a report: narrow and wide pages, light and dark, print';

# Prompts that ask for one kind of thing, answers that keep it or break it, and for each what a plain reading makes of it, of its
# own: by regular expressions over decoded text, as the table of kinds in doc/reference says what a kind is. Answers leave no
# doubt, or the plain reading says that there is one.
package Asked;
use strict;
use warnings;
use utf8;
use JSON::PP;

my $state = 20;
sub number { my ($most) = @_; $state = ($state * 1103515245 + 12345) % 2147483648; return int($state / 65536) % $most }
sub one { return $_[ number(scalar @_) ] }
sub some { my ($n, @of) = @_; return map { one(@of) } 1 .. $n }

my @han = split //, '山水花草木日月星云风雨雪春夏秋冬东西南北高低远近明暗红黄蓝绿白黑天地人心';
my @words = qw(river stone garden window morning letter paper winter summer bridge harbour candle silver market quiet
  simple narrow bright yellow evening captain doctor teacher forest valley);
sub han { return join '', some($_[0], @han) }
sub english { return join ' ', some($_[0], @words) }
sub sentence { return one(0, 1) ? han(4 + number(8)) . '。' : ucfirst(english(4 + number(5))) . '.' }

# A relation to n: how it is said in Chinese and English, with a unit; whether a count keeps it.
my @relations = (
	[ '不少于%d%s', 'at least %d %s', sub { $_[0] >= $_[1] } ],
	[ '至少%d%s', 'a minimum of %d %s', sub { $_[0] >= $_[1] } ],
	[ '不超过%d%s', 'at most %d %s', sub { $_[0] <= $_[1] } ],
	[ '最多%d%s', 'no more than %d %s', sub { $_[0] <= $_[1] } ],
	[ '正好%d%s', 'exactly %d %s', sub { $_[0] == $_[1] } ],
);

# A number that keeps the relation or does not, near n.
sub around { my ($n) = @_; my $m = $n + one(-3, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3); return $m < 0 ? 0 : $m }

# Of a count: ($zh, $en) hold a %s for what is asked; the answer has as many as make($m) makes.
sub counted
{
	my ($least, $most, $zh, $unit_zh, $en, $unit_en, $make, $count) = @_;
	my $n = $least + number($most - $least + 1);
	my $relation = one(@relations);
	my $prompt = $zh && (!$en || one(0, 1)) ? sprintf($zh, sprintf($relation->[0], $n, $unit_zh)) : sprintf($en, sprintf($relation->[1], $n, $unit_en));
	my $answer = $make->(around($n));
	return ($prompt, $answer, $relation->[2]->($count->($answer), $n) ? 1 : 0);
}
sub occurrences { my ($text, $what) = @_; my $n = () = $text =~ /$what/g; return $n }
sub lines_of { return grep { /\S/ } split /\n/, $_[0] }
sub plain { my ($prompts, $answer, $kept) = @_; return (one(@$prompts), $answer, $kept ? 1 : 0) }

my %kinds = (
	begins_with => sub {
		my $text = one('亲爱的朋友', '你好', '从前');
		my $answer = one($text, $text, han(3)) . '，' . han(6) . '。';
		plain([ "写一封信，以“$text”开头。", "写一段话，请以“$text”开头。" ], $answer, $answer =~ /^\Q$text\E/);
	},
	bullets => sub {
		counted(2, 6, undef, undef, 'Explain how to sleep well with %s.', 'bullet points', sub { my $m = shift; my $mark = one('- ', '* ');
			"Here it is:\n" . join("\n", map { $mark . english(4) } 1 .. $m) }, sub { occurrences($_[0], qr/^[-*] /m) });
	},
	capital_words => sub {
		counted(2, 6, undef, undef, 'Write about a garden, with %s.', 'words in all capital letters', sub { my $m = shift;
			join(' ', english(3), map { uc(one(@words)) . ' ' . english(2) } 1 .. $m) }, sub { occurrences($_[0], qr/\b[A-Z]{2,}\b/) });
	},
	characters => sub {
		counted(8, 40, '写一段关于春天的短文，字数%s。', '字', undef, undef, sub { han($_[0]) }, sub { length($_[0]) });
	},
	code_block => sub {
		my $answer = one("```\nx = 1\n```", "Here:\n```python\nprint(1)\n```\nDone.", 'x = 1', han(9));
		plain([ 'Put the answer in a code block.', '请把代码放在代码块中。' ], $answer, $answer =~ /^```.*^```/ms);
	},
	csv => sub {
		my $columns = 2 + number(3);
		my @rows = map { join ',', map { one(one(@words), number(100), '"' . one(@words) . ', ' . one(@words) . '"') } 1 .. $columns } 1 .. 2 + number(4);
		$rows[-1] .= ',' . one(@words) if one(0, 1);
		my @sizes = map { my $row = $_; $row =~ s/"[^"]*"/x/g; occurrences($row, qr/,/) } @rows;
		plain([ '以CSV格式输出。', 'Output in CSV format.' ], join("\n", @rows), !grep { $_ != $sizes[0] } @sizes);
	},
	decimals => sub {
		my $n = 1 + number(4);
		my $m = one($n, $n, 1 + number(5));
		my $value = number(90) . '.' . join('', map { 1 + number(9) } 1 .. $m);
		my $answer = one('%s', 'The answer is %s', '结果是%s');
		$answer = sprintf($answer, $value);
		my ($digits) = $answer =~ /\.(\d+)/;
		plain([ "计算结果保留${n}位小数。", "Give the answer to $n decimal places." ], $answer, length($digits) == $n);
	},
	ends_with => sub {
		my $text = one('谢谢大家', '明年见', '祝好');
		my $answer = han(8) . '，' . one($text, $text, han(3));
		plain([ "写一段话，以“$text”结尾。", "写一封信，请以“$text”结尾。" ], $answer, $answer =~ /\Q$text\E$/);
	},
	forbidden => sub {
		my ($a, $b) = @words[ number(12), 12 + number(12) ];
		my $answer = english(12);
		my $kept = !grep { lc eq $a || lc eq $b } $answer =~ /\w+/g;
		plain([ "Write about a town. Do not use the words \"$a\" and \"$b\".", "写一段英文，不要出现“$a”和“$b”这两个词。" ], $answer, $kept);
	},
	headings => sub {
		counted(2, 5, undef, undef, 'Write about a town with %s.', 'headings', sub { join("\n", map { '## ' . english(2) . "\n\n" . english(5) . '.' . "\n" } 1 .. $_[0]) || 'None.' },
			sub { occurrences($_[0], qr/^#+ /m) });
	},
	highlights => sub {
		counted(1, 4, undef, undef, 'Describe a town. Highlight %s in markdown, i.e. *highlighted section*.', 'sections', sub { my $m = shift;
			join(' ', english(3), map { '*' . english(2) . '* ' . english(2) } 1 .. $m) }, sub { occurrences($_[0], qr/\*[^*\n]+\*/) });
	},
	items => sub {
		my $n = 2 + number(6);
		my $m = around($n);
		$m = 2 if $m < 2;
		my $answer = join("\n", map { "$_. " . han(5) } 1 .. $m);
		plain([ "请列出${n}个理由。", "给出${n}条建议。", "List $n reasons." ], $answer, occurrences($answer, qr/^\d+\. /m) == $n);
	},
	json => sub {
		my $value = one({ name => one(@words), n => number(100) }, [ some(3, @words) ], { list => [ 1, 2, { a => undef } ], text => han(4) });
		my $answer = JSON::PP->new->canonical->encode($value);
		$answer = one($answer, $answer, substr($answer, 0, -1), $answer . '}', $answer =~ s/"/'/gr, $answer =~ s/:/=/r =~ s/,/;/r);
		plain([ '以JSON格式输出。', 'Return the result in JSON format.' ], $answer, defined eval { JSON::PP->new->decode($answer) });
	},
	json_keys => sub {
		my ($a, $b) = one([ 'name', 'age' ], [ 'title', 'year' ], [ 'city', 'code' ])->@*;
		my $answer = JSON::PP->new->canonical->encode({ one($a, $a, 'other') => han(2), one($b, $b, 'more') => number(90) });
		my $value = JSON::PP->new->decode($answer);
		plain([ "Return JSON with the keys \"$a\" and \"$b\".", "以JSON格式输出，包含“$a”和“$b”两个字段。" ], $answer, exists $value->{$a} && exists $value->{$b});
	},
	keyword_count => sub {
		my $word = one(@words);
		counted(1, 4, undef, undef, "Write about a town, with the word \"$word\" in it %s.", 'times', sub { my $m = shift;
			join(' ', map { (one(grep { $_ ne $word } @words), $word) } 1 .. $m) || 'Nothing.' }, sub { occurrences($_[0], qr/\b$word\b/i) });
	},
	keywords => sub {
		my ($a, $b) = (han(2), han(2));
		my $answer = han(3) . one($a, $a, $a, '') . han(3) . one($b, $b, $b, '') . '。';
		plain([ "写一段话，必须包含关键词“$a”和“$b”。", "造一段话，要用到“$a”和“$b”这两个词。" ], $answer, index($answer, $a) >= 0 && index($answer, $b) >= 0);
	},
	language => sub {
		my %texts = (zh => '今天我们去公园看花，大家都很高兴，回来的时候天已经黑了。', en => 'We went to the park today and it was very nice to see all of the flowers there.',
			ru => 'Сегодня мы ходили в парк и видели много красивых цветов.', ja => '今日はみんなで公園に行って、きれいな花をたくさん見ました。',
			ko => '오늘 우리는 공원에 가서 아름다운 꽃을 많이 보았습니다.', ar => 'ذهبنا اليوم إلى الحديقة ورأينا الكثير من الزهور الجميلة.',
			th => 'วันนี้เราไปสวนสาธารณะและเห็นดอกไม้สวยมากมาย');
		my %names = (zh => '中文', en => '英文', ru => '俄语', ja => '日语', ko => '韩语', ar => '阿拉伯语', th => '泰语');
		my $wanted = one(sort keys %texts);
		my $given = one($wanted, $wanted, sort keys %texts);
		my %script = (zh => qr/\p{Script=Han}/, en => qr/[a-z]/, ru => qr/\p{Cyrillic}/, ja => qr/\p{Script=Hiragana}/, ko => qr/\p{Script=Hangul}/, ar => qr/\p{Arabic}/, th => qr/\p{Thai}/);
		my $answer = $texts{$given} x (1 + number(3));
		my $kept = $answer =~ $script{$wanted} && !($wanted eq 'zh' && $answer =~ /\p{Script=Hiragana}/);
		# other languages are written in the letters of these, too
		return ("请用$names{$wanted}回答：今天做了什么？", $answer, undef) if $kept && $wanted =~ /ru|ar/;
		plain([ "请用$names{$wanted}回答：今天做了什么？", "请全程用$names{$wanted}回复我。" ], $answer, $kept);
	},
	letter_count => sub {
		my $letter = one('a' .. 'z');
		counted(1, 6, undef, undef, "Write about a town, and let the letter $letter appear %s.", 'times', sub { english(3 + number(6)) }, sub { occurrences(lc $_[0], $letter) });
	},
	lines => sub {
		my $n = 2 + number(6);
		my $m = around($n) || 1;
		my $answer = join("\n", map { english(3) } 1 .. $m);
		plain([ "Write a poem in exactly $n lines.", "写一首${n}行的诗。" ], $answer, lines_of($answer) == $n);
	},
	lower_case => sub {
		my $answer = english(8);
		$answer = ucfirst $answer if one(0, 1);
		plain([ 'Your entire response should be in all lowercase letters.', '请用英文回答，全部用小写字母。' ], $answer, $answer eq lc $answer);
	},
	markdown_table => sub {
		my $answer = one("|a|b|\n|---|---|\n|1|2|\n|3|4|", "| x | y | z |\n| - | - | - |\n| 1 | 2 | 3 |", english(6), "a b\n1 2");
		plain([ '用表格输出对比。', 'Present the result in a table.' ], $answer, $answer =~ /^\|.*\|\n\|[-| ]+\|$/m);
	},
	no_commas => sub {
		my $answer = join(one(', ', ' ', ' '), some(6, @words));
		$answer = han(5) . one('，', '。') . han(5) . '。' if one(0, 1);
		plain([ 'Do not use any commas.', '不要使用逗号。' ], $answer, $answer !~ /[,，]/);
	},
	no_punctuation => sub {
		my $answer = one(han(9), english(6)) . one('', '', '。', '!', ', ' . one(@words));
		plain([ '不要使用标点符号。', 'Do not use any punctuation.' ], $answer, $answer !~ /[[:punct:]。，！]/);
	},
	numbered => sub {
		my $answer = one(join("\n", map { "$_. " . english(4) } 1 .. 2 + number(4)), join("\n", map { english(5) . '.' } 1 .. 3), han(20) . '。');
		plain([ 'Give the steps as a numbered list.', '用编号列表给出步骤。' ], $answer, $answer =~ /^1[.] .*^2[.] /ms);
	},
	numbers_only => sub {
		my $answer = one(number(1000), number(100) . '.5', '答案是' . number(100), han(4), 'It is ' . number(9));
		plain([ '只输出数字。', 'Answer with a number only.' ], $answer, scalar($answer =~ /^-?\d+(?:\.\d+)?$/));
	},
	one_a_line => sub {
		my @things = some(3 + number(4), @words);
		my $answer = one(join("\n", @things), join(', ', @things));
		plain([ '列出水果，每行一个。', 'List the fruits, one per line.' ], $answer, lines_of($answer) == @things);
	},
	options => sub {
		my @options = one([ '高', '中', '低' ], [ '支持', '反对' ], [ '体育', '财经', '娱乐' ])->@*;
		my $answer = one(@options, han(4), '不知道');
		my $found = grep { index($answer, $_) >= 0 } @options;
		my $prompt = '从' . join('、', map {"“$_”"} @options) . '中选择一个回答。';
		return ($prompt, $answer, $found > 1 ? undef : $found);
	},
	paragraph_begins => sub {
		my $n = 2 + number(2);
		my $word = one(qw(however therefore finally));
		my @paragraphs = map { ucfirst(english(5)) . '.' } 1 .. 3;
		my $at = one($n, $n, 1);
		$paragraphs[ $at - 1 ] = ucfirst("$word ") . $paragraphs[ $at - 1 ];
		my $answer = join("\n\n", @paragraphs);
		my @given = split /\n\n/, $answer;
		plain([ "Write exactly 3 paragraphs about a town. Paragraph $n must start with the word \"$word\"." ], $answer, @given == 3 && $given[ $n - 1 ] =~ /^$word\b/i);
	},
	paragraphs => sub {
		counted(2, 5, '分段回答，%s。', '段', 'Write about a town in %s.', 'paragraphs', sub { join("\n\n", map { sentence() } 1 .. ($_[0] || 1)) }, sub { my @all = split /\n\n+/, $_[0]; scalar @all });
	},
	placeholders => sub {
		counted(1, 5, undef, undef, 'Write a letter to a shop. It must contain %s in square brackets, such as [name].', 'placeholders', sub { my $m = shift;
			join(' ', english(3), map { '[' . one(@words) . '] ' . english(2) } 1 .. $m) }, sub { occurrences($_[0], qr/\[[^\]\n]+\]/) });
	},
	plain_text => sub {
		my $answer = one(english(8), han(9) . '。', "# " . english(3) . "\n\n**" . english(2) . '** ' . english(3), "## " . han(3) . "\n- **" . han(2) . "**\n- **" . han(2) . '**');
		plain([ '用纯文本回答，不要使用Markdown。', 'Answer in plain text, without markdown.' ], $answer, $answer !~ /^#|\*\*/m);
	},
	postscript => sub {
		my $answer = ucfirst(english(6)) . '.' . one("\nP.S. " . english(3) . '.', "\n\nP.S. " . english(3), '', "\nYours");
		plain([ 'Write a letter. At the end, add a postscript starting with P.S.', '写一封信，结尾加一段以P.S.开头的附言。' ], $answer, $answer =~ /^P\.S\./m);
	},
	quoted => sub {
		my $answer = one('"%s"', '"%s"', '%s', '"%s', '%s "too"');
		$answer = sprintf($answer, english(6));
		plain([ 'Wrap your entire response in double quotation marks.', '把整个回答放在双引号里。' ], $answer, $answer =~ /^".*"$/);
	},
	repeat_prompt => sub {
		my $prompt = one('First repeat the request word for word, then answer: Why is the sky blue?', '先原样重复我的问题，再回答。问题：天空为什么是蓝色的？');
		my $answer = one("$prompt\n" . english(5), "$prompt\n\n" . han(6), english(7), han(9));
		return ($prompt, $answer, index($answer, $prompt) == 0 ? 1 : 0);
	},
	sections => sub {
		counted(2, 5, undef, undef, 'Write about a town. The text must have %s. Mark the beginning of each section with Section X.', 'sections',
			sub { join("\n\n", map { "Section $_\n" . english(6) . '.' } 1 .. $_[0]) || english(5) }, sub { occurrences($_[0], qr/^Section \d+/m) });
	},
	sentences => sub {
		counted(2, 6, '概括一下故事，%s。', '句话', 'Describe a town in %s.', 'sentences', sub { one(join('', map { han(6) . one('。', '！') } 1 .. ($_[0] || 1)),
				join(' ', map { ucfirst(english(5)) . one('.', '!') } 1 .. ($_[0] || 1))) }, sub { occurrences($_[0], qr/[.!。！]/) });
	},
	title => sub {
		my $answer = one('<<' . english(2) . ">>\n" . english(6), english(2) . "\n\n" . english(6), han(9) . '。', '<' . english(2) . ">\n" . english(4));
		plain([ 'Write a story. Include a title in double angular brackets, i.e. <<title>>.' ], $answer, $answer =~ /<<[^<>\n]+>>/);
	},
	two_responses => sub {
		my $answer = one(english(5) . "\n******\n" . english(6), english(8), han(5) . '。******' . han(7) . '。', english(4) . "\n***\n" . english(4));
		plain([ 'Give two different responses, separated by 6 asterisk symbols ******.', '给出两个不同的回答，用******隔开。' ], $answer, 2 == split /\*{6}/, $answer);
	},
	upper_case => sub {
		my $answer = uc english(8);
		$answer = one(lc $answer, ucfirst lc $answer) if one(0, 1);
		plain([ 'Answer in all capital letters.', '请用英文回答，全部用大写字母。' ], $answer, $answer eq uc $answer);
	},
	verse => sub {
		my ($name, $n, $m) = one([ '五言绝句', 5, 4 ], [ '七言绝句', 7, 4 ], [ '七言律诗', 7, 8 ], [ '五言律诗', 5, 8 ])->@*;
		my @verses = map { han($n) } 1 .. $m;
		$verses[ number($m) ] .= han(1) if one(0, 1);
		pop @verses, pop @verses if one(0, 0, 1);
		my $answer = '';
		$answer .= $verses[$_] . ($_ % 2 ? "。\n" : '，') for 0 .. $#verses;
		my @given = $answer =~ /\p{Script=Han}+/g;
		plain([ "写一首$name。", "以秋天为题作一首$name。" ], $answer, @given == $m && !grep { length($_) != $n } @given);
	},
	words => sub {
		counted(10, 40, undef, undef, 'Write about a town with %s.', 'words', sub { english($_[0]) . '.' }, sub { my @all = split ' ', $_[0]; scalar @all });
	},
	xml => sub {
		my $tag = one(qw(a book item));
		my $answer = "<list><$tag>" . one(english(2), han(3)) . '</' . one($tag, $tag, 'other') . ">" . one('</list>', '</list>', '</list>', '');
		my $bare = $answer;
		1 while $bare =~ s{<(\w+)>([^<>]*)</\1>}{};
		plain([ '以XML格式输出。', 'Give the answer in XML format.' ], $answer, $bare eq '');
	},
	yaml => sub {
		my $answer = one(join("\n", map { one(@words) . ': ' . one(@words, number(9)) } 1 .. 3), "list:\n  - a\n  - b", english(7), han(9) . '。');
		plain([ '以YAML格式输出。', 'Give the answer in YAML format.' ], $answer, $answer =~ /^\w+:/);
	},
	yes_no => sub {
		my $answer = one('是', '否', '是。', '否。', han(4), '不知道');
		plain([ '请只回答是或否。' ], $answer, $answer =~ /^[是否]。?$/);
	},
);

sub kinds { return sort keys %kinds }

# So many cases of a kind: [prompt, answer, 1 kept, 0 broken or undef where it cannot be told].
sub cases { my ($kind, $n) = @_; return map { [ $kinds{$kind}->() ] } 1 .. $n }

1;

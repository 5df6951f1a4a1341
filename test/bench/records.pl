# records.pl COUNT [FILE...]: COUNT records as JSON lines on standard output.
#
# With BENCH_CHINESE in the environment, a corpus that has so many records in a hundred in Chinese, templates and edits; the text
# is chained from the files' words, or without files from the words below.  Else, of the files (.gz too) a line each in turn, from the start again when they end; without files, records made up here:
# one in Chinese, one in English, the same on every machine.  A made-up record is a request by one of a dozen
# templates and an answer of a few sentences, about 250 characters in all; one in eight has a turn of history, one in
# sixteen a rejected answer, some have line feeds, quotes and backslashes to escape.
use strict;
use warnings;
use utf8;
use Encode;
use JSON::PP;

my ($count, @files) = @ARGV;
binmode STDOUT, ':utf8';

my @en = split ' ', <<'WORDS';
the of a to and in is for that with as on it by from this be are at an or can which when each your more one may use how
river garden teacher window market engine letter village winter bridge paper station doctor recipe harbour mountain library kitchen
student forest summer machine evening camera morning painter island railway journey answer question number measure reason culture
history language custom science weather climate energy planet ocean market budget contract customer product service report meeting
project method process result sample system network signal program function variable pattern sentence paragraph chapter summary
clear simple careful common gentle local narrow modern useful quiet early strong bright steady exact formal patient complete
write explain compare describe collect choose repair measure travel follow improve prepare translate deliver protect remember
quickly slowly often rarely usually together however therefore because although before after between through without during
copper lantern orchard compass almond meadow thunder ribbon ladder marble pepper saddle timber velvet walnut anchor basket candle
WORDS
my @zh = split ' ', <<'WORDS';
的 是 在 和 了 有 我们 可以 需要 这个 一个 以及 因为 所以 如果 但是 通过 对于 进行 使用 提供 帮助 选择 方法 问题 时间 生活 工作 学习 城市
河流 花园 老师 窗户 市场 机器 信件 村庄 冬天 桥梁 纸张 车站 医生 菜谱 港口 高山 图书馆 厨房 学生 森林 夏天 傍晚 相机 清晨 画家 岛屿 铁路
旅行 答案 数字 测量 原因 文化 历史 语言 习惯 科学 天气 气候 能源 行星 海洋 预算 合同 客户 产品 服务 报告 会议 项目 过程 结果 样本 系统
网络 信号 程序 函数 变量 规律 句子 段落 章节 摘要 清楚 简单 仔细 常见 温和 当地 狭窄 现代 有用 安静 早期 坚固 明亮 稳定 准确 正式 耐心
完整 写作 解释 比较 描述 收集 修理 改进 准备 翻译 送达 保护 记住 迅速 缓慢 经常 很少 通常 一起 然而 因此 虽然 之前 之后 之间 期间 铜器
灯笼 果园 指南针 杏仁 草地 雷声 丝带 梯子 大理石 胡椒 马鞍 木材 核桃 船锚 篮子 蜡烛 春耕 茶叶 豆腐 书法 围棋 胡同 江南 月饼 剪纸 竹林
WORDS
my @en_ask = (
	'Write a short note about %s.', 'Explain in plain words what %s means, and give one example.',
	'Summarise the following text in one sentence:\n%s', 'Translate into Chinese: "%s"',
	'List five facts about %s, one a line.', 'Which of these is wrong, and why? %s',
	'Rewrite this politely: %s', 'What should I look for when I buy %s?');
my @zh_ask = (
	'请写一段关于%s的短文。', '用简单的话解释%s，并举一个例子。', '把下面的内容概括成一句话：\n%s', '翻译成英文：“%s”',
	'列出关于%s的五个事实，每行一个。', '下面哪一项是错的？为什么？%s', '请把这句话改得更礼貌：%s', '购买%s时应该注意什么？');

# A generator of our own, so that no version of anything changes the records.
my $state = 20240229;
sub below
{
	my ($n) = @_;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return int($state / 2147483648 * $n);
}

# These few words alone would be in every record, so invented ones follow them: syllables, and pairs of the characters
# that GB 2312 holds to be common.
my @common = map { my $row = $_; map { decode('euc-cn', chr($row) . chr($_)) } 0xA1 .. 0xF9 } 0xB0 .. 0xD6;
push @zh, map { $common[ below(scalar @common) ] . $common[ below(scalar @common) ] } 1 .. 6000;
push @en, map { join '', map {
	substr('bcdfghklmnprstvw', below(16), 1) . substr('aeiou', below(5), 1) . ('', 'n', 'r', 's')[ below(4) ]
} 0 .. 1 + below(2) } 1 .. 6000;

# Some words are much more frequent than others, as in any language.
sub words
{
	my ($list, $n, $between) = @_;
	return join $between, map { my $r = below(10000) / 10000; $list->[ int(@$list * $r**4) ] } 1 .. $n;
}

sub sentences
{
	my ($chinese, $n) = @_;
	my @all;
	for (1 .. $n)
	{
		my $number = 1 + below(2000);
		my $s = $chinese
		  ? words(\@zh, 3 + below(7), '') . '，' . words(\@zh, 2 + below(5), '') . (below(4) ? '。' : "，共$number。")
		  : ucfirst(words(\@en, 6 + below(7), ' ')) . (below(4) ? '.' : ", $number in all.");
		$s = $chinese ? "“$s”" : "\\\"$s\\\"" if below(20) == 0;
		push @all, $s;
	}
	return join $chinese ? (below(4) ? '' : '\\n') : (below(4) ? ' ' : '\\n'), @all;
}

sub made_up
{
	my ($chinese) = @_;
	my $ask = $chinese ? \@zh_ask : \@en_ask;
	my $topic = $chinese ? words(\@zh, 2 + below(8), '') : words(\@en, 3 + below(9), ' ');
	my $prompt = sprintf $ask->[ below(scalar @$ask) ], $topic;
	my $answer = sentences($chinese, 2 + below(5));
	$prompt =~ s/(?<!\\)"/\\"/g;
	my $line = "{\"prompt\": \"$prompt\", \"response\": \"$answer\"";
	$line .= ', "history": [["' . sentences($chinese, 1) . '", "' . sentences($chinese, 2) . '"]]' if below(8) == 0;
	$line .= ', "rejected": "' . sentences($chinese, 2) . '"' if below(16) == 0;
	return "$line}\n";
}

# Words in the order that they have in the files: the next one is drawn from those that follow the last two words there, or,
# in half of the steps, the last.  So single words and pairs are as frequent as in real text, and new texts can be made without end.
my $word = qr/\p{Han}|[^\s\p{Han}]+\s*/;
my @next;
sub learn
{
	my %language = (0 => 0, 1 => 0);
	for my $name (@files)
	{
		my $file = open_file($name);
		my $lines = 0;
		while (defined(my $line = readline $file))
		{
			my $record = eval { JSON::PP->new->utf8->decode($line) };
			next if ref $record ne 'HASH' or ref $record->{prompt} or ref $record->{response};
			my $text = ($record->{prompt} // '') . ' ' . ($record->{response} // '');
			my $chinese = $text =~ /\p{Han}/ ? 1 : 0;
			my ($before, $last) = ('', '');
			for my $next ($text =~ /$word/g)
			{
				push @{ $next[$chinese]{$last} }, $next;
				push @{ $next[$chinese]{"$before$last\n"} }, $next;
				($before, $last) = ($last, $next);
			}
			$language{$chinese}++;
			last if ++$lines == 8000;
		}
	}
	for (0, 1)
	{
		die "the files have no records in " . ($_ ? 'Chinese' : 'other languages') . "\n" unless $language{$_} || $ENV{BENCH_CHINESE} == 100 * (1 - $_);
	}
}

# so many words: chained from the files, where there are some
sub text
{
	my ($chinese, $n) = @_;
	return words($chinese ? \@zh : \@en, $n, $chinese ? '' : ' ') unless @files;
	my ($before, $last) = ('', '');
	my @words;
	while (@words < $n)
	{
		my $list = (below(2) ? $next[$chinese]{"$before$last\n"} : undef) // $next[$chinese]{$last} // $next[$chinese]{ $last = '' };
		($before, $last) = ($last, $list->[ below(scalar @$list) ]);
		push @words, $last =~ s/["\\\x00-\x1f]/ /gr;
	}
	return join '', @words;
}

# What BENCH_CHINESE, a percentage, asks for: about 360 characters each, 15 in 100 by a template whose words but one or two
# are always the same, 8 a record of before with some characters or words replaced.  50,000 records have 40 templates, the
# next 50,000 others, so that the answers of a search do not grow with the corpus.
my (@kept, @templates);
my $made = 0;
sub corpus_record
{
	my $chinese = below(100) < $ENV{BENCH_CHINESE};
	my $draw = below(100);
	@templates = () if $made++ % 50000 == 0;
	if ($draw < 15)
	{
		@templates = map { my $zh = $_ % 5 < $ENV{BENCH_CHINESE} / 20 ? 1 : 0; [ $zh, text($zh, $zh ? 25 : 20), text($zh, $zh ? 60 : 40) ] } 1 .. 40 if !@templates;
		my ($zh, $ask, $answer) = @{ $templates[ below(40) ] };
		my $slot = text($zh, 2);
		return qq({"prompt": "$ask $slot", "response": "$answer $slot ) . below(100000) . qq("}\n);
	}
	if ($draw < 23 && @kept > 10)
	{
		my $one = $kept[ below(scalar @kept) ];
		my @words = @files ? $one =~ /$word/g : split /(?<=[ ，。])/, $one;
		$words[ 2 + below(@words - 3) ] = ($words[0] =~ /\p{Han}/ ? text(1, 2) . '，' : text(0, 1) . ' ') for 0 .. @words / 25;
		my $text = join '', @words;
		return qq({"prompt": ") . substr($text, 0, 60) . qq(", "response": ") . substr($text, 60) . qq("}\n);
	}
	my $text = @files ? text($chinese ? 1 : 0, $chinese ? 90 + below(160) : 35 + below(60))
	  : $chinese ? join '', map { words(\@zh, 3 + below(7), '') . '，' . words(\@zh, 2 + below(5), '') . '。' } 1 .. 8 + below(8)
	  : join ' ', map { ucfirst(words(\@en, 6 + below(7), ' ')) . '.' } 1 .. 5 + below(5);
	$text =~ s/\n//g;
	$text .= ' ' while length $text < 61;
	push @kept, $text if @kept < 2000 || below(50) == 0;
	return qq({"prompt": ") . substr($text, 0, 60) . qq(", "response": ") . substr($text, 60) . qq("}\n);
}

if (defined $ENV{BENCH_CHINESE})
{
	learn() if @files;
	print corpus_record() for 1 .. $count;
	exit;
}
if (!@files)
{
	print made_up($_ % 2 == 1) for 1 .. $count;
	exit;
}
sub open_file
{
	my ($name) = @_;
	my $file;
	($name =~ /\.gz$/ ? open($file, '-|', 'gzip', '-dc', $name) : open($file, '<', $name)) or die "$name: $!\n";
	return $file;
}
binmode STDOUT, ':raw';
my @open = map { open_file($_) } @files;
for my $n (0 .. $count - 1)
{
	my $i = $n % @open;
	my $line = readline $open[$i];
	if (!defined $line)
	{
		$open[$i] = open_file($files[$i]);
		$line = readline $open[$i];
		die "$files[$i] is empty\n" unless defined $line;
	}
	$line .= "\n" unless $line =~ /\n\z/;
	print $line;
}

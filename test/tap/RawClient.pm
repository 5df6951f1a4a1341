# A client that speaks the protocol message by message, for what libpq would not do: pieces of a COPY cut anywhere,
# silence in mid-stream, a connection that breaks.
package RawClient;

use strict;
use warnings;
use IO::Socket::UNIX;
use PostgreSQL::Test::Utils;

# new(NODE, name => value, ...): a session, with these settings as startup parameters
sub new
{
	my ($class, $node, %settings) = @_;
	my $path = $node->host . '/.s.PGSQL.' . $node->port;
	my $socket = IO::Socket::UNIX->new(Peer => $path) or die "could not connect to $path: $!";
	my $self = bless { socket => $socket, buffer => '' }, $class;
	my %parameters = (user => scalar(getpwuid($<)), database => 'postgres', client_encoding => 'UTF8', %settings);
	my $body = pack('N', 196608) . join('', map { "$_\0$parameters{$_}\0" } sort keys %parameters) . "\0";
	$self->write_all(pack('N', length($body) + 4) . $body);
	$self->{ready} = [ $self->messages_until('Z') ];
	return $self;
}

sub write_all
{
	my ($self, $data) = @_;
	local $SIG{PIPE} = 'IGNORE';
	my $at = 0;
	while ($at < length $data)
	{
		my $n = syswrite($self->{socket}, $data, 1 << 20, $at);
		return 0 if !defined $n;
		$at += $n;
	}
	return 1;
}

sub put
{
	my ($self, $type, $body) = @_;
	return $self->write_all($type . pack('N', length($body) + 4) . $body);
}

# The next message: type and body; nothing where the server has hung up.
sub get
{
	my ($self) = @_;
	while (length $self->{buffer} < 5 || length $self->{buffer} < 1 + unpack('N', substr($self->{buffer}, 1, 4)))
	{
		vec(my $wanted = '', fileno($self->{socket}), 1) = 1;
		select($wanted, undef, undef, $PostgreSQL::Test::Utils::timeout_default) or die 'the server is silent';
		sysread($self->{socket}, $self->{buffer}, 1 << 16, length $self->{buffer}) or return;
	}
	my $length = unpack('N', substr($self->{buffer}, 1, 4));
	my $message = substr($self->{buffer}, 0, $length + 1, '');
	return (substr($message, 0, 1), substr($message, 5));
}

# All messages up to one of these types, as [type, body].
sub messages_until
{
	my ($self, $types) = @_;
	my @messages;
	while (my ($type, $body) = $self->get)
	{
		push @messages, [ $type, $body ];
		last if index($types, $type) >= 0;
	}
	return @messages;
}

# What a statement came to: {rows => [[...]], tags => [...], copied => bytes, code, message, detail, hint, context}.
sub outcome
{
	my (@messages) = @_;
	my %out = (rows => [], tags => [], copied => '', notices => []);
	foreach (@messages)
	{
		my ($type, $body) = @$_;
		if ($type eq 'D')
		{
			my ($n, @row) = unpack('n', $body);
			my $at = 2;
			for (1 .. $n)
			{
				my $length = unpack('l>', substr($body, $at, 4));
				push @row, $length < 0 ? undef : substr($body, $at + 4, $length);
				$at += 4 + ($length < 0 ? 0 : $length);
			}
			push @{ $out{rows} }, \@row;
		}
		elsif ($type eq 'd') { $out{copied} .= $body; }
		elsif ($type eq 'C') { push @{ $out{tags} }, substr($body, 0, -1); }
		elsif ($type eq 'E' || $type eq 'N')
		{
			my %field = map { substr($_, 0, 1) => substr($_, 1) } grep { length } split /\0/, $body;
			push @{ $out{notices} }, $field{M} if $type eq 'N';
			@out{qw(code message detail hint context)} = @field{qw(C M D H W)} if $type eq 'E';
			$out{everything} = join "\n", map { $field{$_} // '' } qw(M D H W) if $type eq 'E';
		}
	}
	return \%out;
}

sub query
{
	my ($self, $sql) = @_;
	$self->put('Q', "$sql\0");
	return outcome($self->messages_until('Z'));
}

# The first column of the first row.
sub value
{
	my ($self, $sql) = @_;
	my $out = $self->query($sql);
	die "$sql: $out->{message}" if $out->{code};
	return $out->{rows}[0][0];
}

# Starts a COPY FROM STDIN: the body of the reply, or the outcome of a refusal as a reference.
sub begin_copy
{
	my ($self, $sql) = @_;
	$self->put('Q', "$sql\0");
	my @messages = $self->messages_until('GZ');
	return $messages[-1][0] eq 'G' ? $messages[-1][1] : outcome(@messages);
}

# COPY FROM STDIN of these pieces, one message each.
sub copy_in
{
	my ($self, $sql, @pieces) = @_;
	my $reply = $self->begin_copy($sql);
	return $reply if ref $reply;
	$self->write_all(join '', map { 'd' . pack('N', length($_) + 4) . $_ } @pieces);
	$self->put('c', '');
	return outcome($self->messages_until('Z'));
}

sub pid
{
	my ($self) = @_;
	my ($key) = grep { $_->[0] eq 'K' } @{ $self->{ready} };
	return unpack('N', $key->[1]);
}

sub close
{
	my ($self, $hard) = @_;
	$self->put('X', '') if !$hard;
	close $self->{socket};
	return;
}

1;

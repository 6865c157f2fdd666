#!/usr/bin/perl
# Compiles lists of networks ("first,last,number,name" lines) to one MaxMind
# database with the fields of GeoLite2-ASN: asn2mmdb.pl OUT.mmdb IN.csv...
use strict;
use warnings;
use MaxMind::DB::Writer::Tree;

my ($out, @lists) = @ARGV;
die "usage: asn2mmdb.pl OUT.mmdb IN.csv...\n" unless @lists;

my %types = (
    autonomous_system_number       => 'uint32',
    autonomous_system_organization => 'utf8_string',
);

# The lists name networks inside 2002::/16 and 2001::/32, where the writer
# would put aliases of the IPv4 tree, and inside reserved space, which it would
# refuse: the data says what is there.
my $tree = MaxMind::DB::Writer::Tree->new(
    ip_version               => 6,
    record_size              => 24,
    database_type            => 'GeoLite2-ASN',
    languages                => ['en'],
    description              => { en => 'Autonomous systems (CC BY 4.0)' },
    alias_ipv6_to_ipv4       => 0,
    remove_reserved_networks => 0,
    map_key_type_callback    => sub { $types{ $_[0] } },
);

for my $list (@lists) {
    open my $in, '<:encoding(UTF-8)', $list or die "$list: $!\n";
    while (my $line = <$in>) {
        $line =~ s/\r?\n\z//;
        my ($first, $last, $asn, $name) = split /,/, $line, 4;
        die "$list:$.: not first,last,number,name\n"
            unless defined $name && $asn =~ /\A[0-9]+\z/;
        if ($name =~ s/\A"(.*)"\z/$1/) {
            $name =~ s/""/"/g;
        }
        $tree->insert_range(
            $first, $last,
            {   autonomous_system_number       => $asn,
                autonomous_system_organization => $name,
            });
    }
    close $in or die "$list: $!\n";
}

open my $mmdb, '>:raw', "$out.aside" or die "$out.aside: $!\n";
$tree->write_tree($mmdb);
close $mmdb or die "$out.aside: $!\n";
rename "$out.aside", $out or die "$out: $!\n";

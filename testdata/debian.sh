# Functions to fetch packages of another Debian without installing them: to be
# sourced by bash scripts.

# mirror prints the address that this machine's apt has for Debian's main archive.
mirror() {
	. /etc/os-release
	apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
		awk -v own="${VERSION_CODENAME-}" '$2 == own && $3 == "main" { print $1; exit }'
}

# private_apt DIR SUITE ARCH COMMAND… runs apt-get on a package list of its own
# under DIR, for the archive in $archive. The machine's apt configuration is read
# first, so its proxy and credentials hold; its hooks do not.
private_apt() {
	local dir=$1 from=$2 arch=$3 signed=
	shift 3
	mkdir -p "$dir"/{state/lists/partial,cache/archives/partial,none}
	[[ -f $dir/status ]] || : >"$dir/status"
	[[ -f /usr/share/keyrings/debian-archive-keyring.gpg ]] &&
		signed=" signed-by=/usr/share/keyrings/debian-archive-keyring.gpg"
	echo "deb [arch=$arch$signed] $archive $from main" >"$dir/sources.list"
	cat >"$dir/apt.conf" <<-CONF
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear DPkg::Post-Invoke;
		#clear APT::Architectures;
		#clear APT::Default-Release;
		#clear Acquire::IndexTargets::deb::DEP-11;
		#clear Acquire::IndexTargets::deb::CNF;
		APT::Architecture "$arch";
		APT::Architectures { "$arch"; };
		APT::Install-Recommends "false";
		APT::Sandbox::User "root";
		APT::Keep-Downloaded-Packages "true";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Dir::State "$dir/state";
		Dir::State::status "$dir/status";
		Dir::Cache "$dir/cache";
		Dir::Etc::sourcelist "$dir/sources.list";
		Dir::Etc::sourceparts "$dir/none";
		Dir::Etc::preferences "$dir/none/preferences";
		Dir::Etc::preferencesparts "$dir/none";
	CONF
	apt-get -qq -c "$dir/apt.conf" "$@"
}

namespace Slipway.Specifications.Schemas;

/// <summary>Appspecs for EC2 and on-premises instances. Their rules are written by hand and know more; this is what editors are told.</summary>
internal static class ServerShapes
{
    public static MappingShape Server { get; } = new("an appspec",
    [
        new("version", new ScalarShape(ScalarType.Number, "The version of the format: always 0.0, without quotes.") { Values = ["0.0"] }, Required: true),
        new("os", OrPlaceholder(new ScalarShape(ScalarType.Text, "The operating system of the instances.") { Values = ["linux", "windows"] }), Required: true),
        new("files", new ListShape(File, "What is copied where. Without it nothing is.") { MayBeBlank = true }),
        new("file_exists_behavior", OrPlaceholder(new ScalarShape(ScalarType.Text, "What happens to a file that stands at a destination and came with no earlier deployment: DISALLOW fails the deployment, OVERWRITE replaces it, RETAIN keeps it.")
        {
            Values = ["DISALLOW", "OVERWRITE", "RETAIN"], Default = "\"DISALLOW\"", MayBeBlank = true,
        })),
        new("permissions", new ListShape(Permission, "Owners, modes and access lists of what was copied; Linux only.") { MayBeBlank = true }),
        new("hooks", new MappingShape("'hooks'", Events, "Scripts of the revision that run at events of the deployment.") { MayBeBlank = true }),
    ], "A deployment to EC2 or on-premises instances: files to copy, permissions to set, scripts to run.");

    private static MappingShape File => new("an item of 'files'",
    [
        new("source", Text("A file or directory of the revision; / is all of it. Slipway also packs patterns: dir/**/*.js."), Required: true),
        new("destination", Text("The directory on the instance, as an absolute path."), Required: true),
        new("exclude", new ListShape(Text("A path or pattern, counted from the source."), "What of the source is not copied. Slipway writes plain mappings when it packs; agents do not know the key.") { OrSingle = true, MayBeBlank = true }),
    ], "A mapping from the revision to the instance.");

    private static MappingShape Permission => new("an item of 'permissions'",
    [
        new("object", Text("The absolute path of a file or directory that this appspec copies."), Required: true),
        new("pattern", Text("Which names directly below the directory are meant.") with { Default = "\"**\"", MayBeBlank = true }),
        new("except", new ListShape(Text("A name or a pattern."), "Which of them are not.") { MayBeBlank = true }),
        new("owner", Text("The account that owns it.") with { MayBeBlank = true }),
        new("group", Text("The group that owns it.") with { MayBeBlank = true }),
        new("mode", new ChoiceShape(
        [
            Text("", "^[0-7]{1,4}$"),
            Placeholder,
            new ScalarShape(ScalarType.Integer) { Minimum = 0, Maximum = 7777 },
        ], "The mode as one to four octal digits. With a leading zero it must stand in quotes.") { MayBeBlank = true }),
        new("acls", new ListShape(Text("An entry such as u:anna:rw."), "The entries of the access control list.")),
        new("context", new MappingShape("'context'",
        [
            new("user", Text("The SELinux user.")),
            new("name", Text("The SELinux user.")),
            new("type", Text("The SELinux type.")),
            new("range", Text("The SELinux range.")),
        ], "The SELinux label.") { MayBeBlank = true }),
        new("type", new ListShape(new ScalarShape { Values = ["file", "directory"] }, "Whether files, directories or both are meant.") { MayBeBlank = true }),
    ], "Rights of what was copied.");

    private static MappingShape Script => new("a script",
    [
        new("location", Text("The script, as a path inside the revision."), Required: true),
        new("timeout", OrPlaceholder(new ScalarShape(ScalarType.Integer, "The seconds after which it is ended.") { Minimum = 1, Default = "3600", MayBeBlank = true })),
        new("runas", Text("The account that it runs as; Linux only.") with { MayBeBlank = true }),
        new("arguments", new ListShape(new ScalarShape(ScalarType.Text, "An argument, passed as it is written."), "What the script is started with. Slipway writes a script that passes it when it packs; agents do not know the key.") { OrSingle = true, MayBeBlank = true }),
        new("sudo", OrPlaceholder(new ScalarShape(ScalarType.Boolean, "Whether runas goes through sudo.") { MayBeBlank = true })),
    ], "A script to run.");

    private static KeyShape[] Events =>
    [
        Event("ApplicationStop", "Before the new revision is fetched, with the scripts of the revision in place: stop the application."),
        Event("BeforeInstall", "Before files are copied: back up, decrypt, make room."),
        Event("AfterInstall", "When files are copied: configure, migrate, change rights."),
        Event("ApplicationStart", "Start what was stopped."),
        Event("ValidateService", "Find out whether the deployment succeeded; a failure here fails it."),
        Event("BeforeBlockTraffic", "Before the load balancer takes the instance out of service."),
        Event("AfterBlockTraffic", "When the load balancer sends no more traffic."),
        Event("BeforeAllowTraffic", "Before the load balancer puts the instance back into service."),
        Event("AfterAllowTraffic", "When the load balancer sends traffic again."),
    ];

    private static KeyShape Event(string name, string description) => new(name, new ListShape(Script, description) { MayBeBlank = true });

    private static ScalarShape Placeholder => Text("A property that packing replaces.", @"\$\([A-Za-z_][A-Za-z0-9_-]*\)") with { IsNeverNumber = true };

    private static ChoiceShape OrPlaceholder(ScalarShape value) => new([value, Placeholder], value.Description);

    private static ScalarShape Text(string description, string? pattern = null) => new(ScalarType.Text, description) { Pattern = pattern };
}

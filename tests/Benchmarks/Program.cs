using Slipway.Benchmarks;

// One benchmark a file; add yours to this table. Each prints medians and ratios against its peers, measured alternating in one run.
var benchmarks = new Dictionary<string, (string Summary, Func<string[], int> Run)>
{
    ["analysis"] = ("the analyzer on an appspec of 5,000 lines with 200 scripts", AnalysisBenchmark.Run),
    ["pack"] = ("packing a self-contained web application and 10,000 texts, against .NET's ZipFile and python's zipfile", PackBenchmark.Run),
    ["build"] = ("a build of the sample without changes, with the package and without it", BuildBenchmark.Run),
    ["coldbuild"] = ("a first build of an empty console project, with the package and without it", ColdBuildBenchmark.Run),
    ["checkout"] = ("reading a checkout of 2,000 files and 5,000 commits, by itself and inside a build without changes", CheckoutBenchmark.Run),
    ["check"] = ("slipway check on one appspec, process start included", CheckBenchmark.Run),
    ["generator"] = ("the source generator after an edit of unrelated C#, and of a long appspec", GeneratorBenchmark.Run),
    ["install"] = ("a first deployment of 10,000 files of 1 KiB on tmpfs against cp -a, and the memory of one of 100,000", InstallBenchmark.Run),
    ["redeploy"] = ("a redeployment of which little or nothing changed, against unpacking and cp -a", RedeployBenchmark.Run),
    ["rules"] = ("the rules on an appspec of 5,000 lines with 200 scripts, warm: time and memory", RulesBenchmark.Run),
    ["secrets"] = ("the secret scanner on a self-contained web application, made-up secrets and texts of others", SecretsBenchmark.Run),
    ["sign"] = ("packing with statement, bill of materials and signature, signing and verifying, against unzip -t", SignBenchmark.Run),
    ["store"] = ("a bundle of 50 MB: envelopes against a copy, and put and get in S3 (moto) against aws s3 cp", StoreBenchmark.Run),
    ["ssh"] = ("a one-line change over ssh against rsync --link-dest, what an event costs, the agent's memory", SshBenchmark.Run),
    ["traffic"] = ("failed requests and latencies under wrk while servers roll and environments switch, behind each load balancer", TrafficBenchmark.Run),
    ["stage"] = ("staging a folder of 10,000 files of 1 KiB on tmpfs, against cp -a", StageBenchmark.Run),
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var chosen)) return chosen.Run(args[1..]);

Console.Error.WriteLine("usage: dotnet run -c Release --project tests/Benchmarks -- NAME");
foreach (var (name, (summary, _)) in benchmarks) Console.Error.WriteLine($"  {name,-10}{summary}");
return 2;

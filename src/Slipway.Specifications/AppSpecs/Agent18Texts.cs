namespace Slipway.Specifications.AppSpecs;

/// <summary>What agent 1.8 says when it refuses (its spelling, its spelling mistakes).</summary>
internal static class Agent18Texts
{
    public const string Empty = "The deployment failed because the application specification file was empty. Make sure your AppSpec file defines at minimum the 'version' and 'os' properties.";

    public const string NoLocation = "The deployment failed because the application specification file specifies a script with no location value. Specify the location in the hooks section of the AppSpec file, and then try again.";

    public const string Timeout = "The deployment failed because an invalid timeout value was provided for a script in the application specification file. Make corrections in the hooks section of the AppSpec file, and then try again.";

    public const string NoSource = "The deployment failed because the application specification file specifies a destination file, but no source file. Update the files section of the AppSpec file, and then try again.";

    public const string NoObject = "The deployment failed because a permission listed in the application specification file has no object value. Update the permissions section of the AppSpec file, and then try again.";

    public const string PermissionsOnWindows = "The deployment failed because the application specification file specifiles file permissions, but the deployment is targeting one or more Windows Server instances. Permissions are supported only for Amazon Linux, Ubuntu Server, and Red Hat Enterprise Linux (RHEL) instances. Update the permissions section of the AppSpec file, and then try again.";

    private const string AclProblem = "The deployment failed because of a problem with the acls permission settings in the application specification file.";

    private const string UpdatePermissions = "Update the permissions section of the AppSpec file, and then try again.";

    public static string Version(string value) => $"The deployment failed because an invalid version value ({value}) was entered in the application specification file. Make sure your AppSpec file specifies \"0.0\" as the version, and then try again.";

    public static string Os(string value) => $"The deployment failed because the application specification file specifies an unsupported operating system ({value}). Specify either \"linux\" or \"windows\" in the os section of the AppSpec file, and then try again.";

    public static string NoDestination(string source) => $"The deployment failed because the application specification file specifies only a source file ({source}). Add the name of the destination file to the files section of the AppSpec file, and then try again.";

    public static string Type(string value) => $"The deployment failed because the application specification filespecifies a permission for an object type not supported for permissions ({value}). {UpdatePermissions}";

    public static string ModeLength(string mode) => $"The deployment failed because the length of a permissions mode ({mode}) in the application specification file is invalid. Permissions modes must be between one and four characters long. {UpdatePermissions}";

    public static string ModeCharacter(string mode, string character) => $"The deployment failed because the permissions mode ({mode}) in the application specification file contains an invalid character ({character}). {UpdatePermissions}";

    public static string AclForm(string entry) => $"{AclProblem} Invalid acl entry ({entry}).";

    public static string AclNoName(string entry) => $"{AclProblem} Use mode to set the base acl entry ({entry}). {UpdatePermissions}";

    public static string AclRight(string entry, string character) => $"The deployment failed because the access control list (ACL) named {entry} in the application specification file contains an invalid character ({character}). Correct the ACL in the hooks section of the AppSpec file, and then try again.";

    public static string ContextType(string inspected) => $"The deployment failed because the application specification file specifies an invalid context type ({inspected}). {UpdatePermissions}";

    public static string FileExistsBehavior(string value) => $"The deployment failed because an invalid file_exists_behavior value ({value}) was entered in the application specification file. Make sure your AppSpec file specifies one of DISALLOW,OVERWRITE,RETAIN as the file_exists_behavior, and then try again.";

    public static string NoMethod(string method, Ruby.RubyValue receiver) => $"undefined method `{method}' for {receiver.Inspect}:{receiver.ClassName}";
}
